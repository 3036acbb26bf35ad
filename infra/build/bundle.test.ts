import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleFunction } from './bundle.ts'

/** What is found in the SDKs of S3, KMS and Secrets Manager, and in what makes the reference, draws QR codes and knows file types. */
const RARE = [
  'com.amazonaws.s3',
  'com.amazonaws.kms',
  'com.amazonaws.secretsmanager',
  'OpenAPIRegistry',
  'toSJISFunction',
  'image/vnd',
]

let folder = ''

beforeAll(async () => {
  folder = path.join(await mkdtemp(path.join(tmpdir(), 'vesper-bundle-')), 'api')
  await bundleFunction('api', folder)
})

afterAll(() => rm(path.dirname(folder), { recursive: true, force: true }))

/** A file and those beside it that it imports at once. */
async function readAtStart(name: string, seen = new Map<string, string>()): Promise<Map<string, string>> {
  if (seen.has(name)) return seen
  const source = await readFile(path.join(folder, name), 'utf8')
  seen.set(name, source)
  for (const [, other = ''] of source.matchAll(/\b(?:from|import)"\.\/([\w-]+\.mjs)"/g))
    await readAtStart(other, seen)
  return seen
}

it('starts the API without what few requests need', async () => {
  const sources = [...(await readAtStart('index.mjs')).values()].join('\n')
  expect(sources).toContain('com.amazonaws.sqs')
  expect(RARE.filter((mark) => sources.includes(mark))).toEqual([])
  const names = (await readdir(folder)).filter((name) => name.endsWith('.mjs'))
  const all = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')))
  expect(RARE.filter((mark) => !all.join('\n').includes(mark))).toEqual([])
})

it('holds no character beyond ASCII, for one of which V8 reads a file at two bytes a character', async () => {
  // esbuild escapes them, but for those in regular expressions: write \u there.
  const wide = [...(await readAtStart('index.mjs'))].map(([name, source]) => [
    name,
    source.match(/.{0,30}[^\0-\x7f].{0,9}/)?.[0],
  ])
  expect(wide.filter(([, found]) => found !== undefined)).toEqual([])
})

it('tells by our own lines where an error comes from', () => {
  const start = ['--enable-source-maps', path.join(folder, 'index.mjs')]
  const { stderr } = spawnSync(process.execPath, start, { env: {}, encoding: 'utf8' })
  expect(stderr).toMatch(/shared\/config\/readConfig\.ts:\d+/)
})

it('leaves nothing of an earlier build', async () => {
  const before = await readdir(folder)
  await writeFile(path.join(folder, 'chunk-OLD.mjs'), '')
  await bundleFunction('api', folder)
  expect(await readdir(folder)).toEqual(before)
})

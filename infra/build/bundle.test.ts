import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { START_ENVIRONMENT } from '../../bench/measures/coldStart.ts'
import { bundleConnector, bundleFunction, PROJECT_FOLDER } from './bundle.ts'

/** Strings of modules that few requests need: AWS' signatures and SDKs, the reference, QR codes and file types. */
const RARE = [
  'AWS4-HMAC-SHA256',
  'com.amazonaws.s3',
  'com.amazonaws.kms',
  'com.amazonaws.secretsmanager',
  'operationId',
  'toSJISFunction',
  'image/vnd',
]

const FUNCTIONS = ['api', 'events', 'migrate'] as const

let root = ''
/** The folder of the API's bundle. */
let folder = ''

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vesper-bundle-'))
  folder = path.join(root, 'api')
  await Promise.all(FUNCTIONS.map((name) => bundleFunction(name, path.join(root, name))))
  await bundleConnector(path.join(root, 'connector'))
})

afterAll(() => rm(root, { recursive: true, force: true }))

/** Returns the source of a file and of its static imports in the same folder. */
async function readAtStart(name: string, seen = new Map<string, string>()): Promise<Map<string, string>> {
  if (seen.has(name)) return seen
  const source = await readFile(path.join(folder, name), 'utf8')
  seen.set(name, source)
  for (const [, other = ''] of source.matchAll(/\b(?:from|import)"\.\/([\w-]+\.mjs)"/g))
    await readAtStart(other, seen)
  return seen
}

it('starts the API without loading modules that few requests need', async () => {
  const sources = [...(await readAtStart('index.mjs')).values()].join('\n')
  expect(sources).toContain('AmazonSQS.')
  expect(RARE.filter((mark) => sources.includes(mark))).toEqual([])
  const names = (await readdir(folder)).filter((name) => name.endsWith('.mjs'))
  const all = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')))
  expect(RARE.filter((mark) => !all.join('\n').includes(mark))).toEqual([])
})

it('contains only ASCII, because V8 stores a file with another character in two bytes a character', async () => {
  // esbuild escapes other characters, except in regular expressions. Write \u there.
  const wide = [...(await readAtStart('index.mjs'))].map(([name, source]) => [
    name,
    source.match(/.{0,30}[^\0-\x7f].{0,9}/)?.[0],
  ])
  expect(wide.filter(([, found]) => found !== undefined)).toEqual([])
})

it.each(FUNCTIONS)(
  'names the line of the source in an error of the function %s, without source maps of Node',
  (name) => {
    const call = "(await import('./index.mjs')).handler({ ResourceProperties: {} })"
    const { stderr } = runFunction(name, `await ${call}`, {})
    expect(stderr).toMatch(/ at .*(shared\/config\/readConfig|functions\/migrate\/lambda)\.ts:\d+:\d+/)
  },
)

it.each(FUNCTIONS)('starts the function %s without loading undici', (name) => {
  const report = "process.moduleLoadList.filter((name) => name.includes('undici')).join()"
  const { stdout, stderr } = runFunction(
    name,
    `await import('./index.mjs'); process.stdout.write(${report}); process.exit(0)`,
    START_ENVIRONMENT,
  )
  expect([stdout, stderr]).toEqual(['', ''])
})

/** Runs code in the folder of a function's bundle. */
function runFunction(name: string, code: string, env: NodeJS.ProcessEnv) {
  const start = ['--input-type=module', '-e', code]
  return spawnSync(process.execPath, start, { cwd: path.join(root, name), env, encoding: 'utf8' })
}

it('logs the line of the source for an error that ends the connector, without source maps of Node', () => {
  const start = [path.join(root, 'connector/main.mjs')]
  const { stdout, stderr } = spawnSync(process.execPath, start, { env: {}, encoding: 'utf8' })
  const { msg, err } = JSON.parse(stdout)
  expect([msg, err.type]).toEqual(['connector.crashed', 'ConfigError'])
  expect(err.at[0]).toMatch(/shared\/config\/readConfig\.ts:\d+/)
  // Node prints the whole line of the built file.
  expect(Math.max(...stderr.split('\n').map(({ length }) => length))).toBeLessThan(5_000)
})

it('has the same files and the same SBOM in each build, so that a deploy replaces only changed code', async () => {
  const [names, list] = [await readdir(folder), await read('api', 'sbom.cdx.json')]
  await writeFile(path.join(folder, 'chunk-OLD.mjs'), '')
  await bundleFunction('api', folder)
  expect(await readdir(folder)).toEqual(names)
  expect(await read('api', 'sbom.cdx.json')).toBe(list)
  expect(JSON.parse(list)).not.toHaveProperty('serialNumber')
})

const read = (bundle: string, name: string) => readFile(path.join(root, bundle, name), 'utf8')

async function componentsOf(bundle: string): Promise<Map<string, string>> {
  const { components } = JSON.parse(await read(bundle, 'sbom.cdx.json'))
  return new Map(
    components.map(({ name, licenses }: { name: string; licenses: { license: { id: string } }[] }) => [
      name,
      licenses[0]?.license.id,
    ]),
  )
}

describe("the connector's bundle", () => {
  it('contains the licence text of each bundled package, and our own terms', async () => {
    const texts = await read('connector', 'third-party-licences.txt')
    for (const name of (await componentsOf('connector')).keys()) expect(texts).toContain(`\n${name}@`)
    expect(texts).toMatch(
      /\nlibsignal@[\d.]+\nLicence: GPL-3\.0\n[^=]*GNU GENERAL PUBLIC LICENSE\s+Version 3/,
    )
    expect(await read('connector', 'NOTICE')).toContain('`libsignal`')
    expect(await read('connector', 'LICENSE')).toContain('Apache License')
  })

  it('lists bundled code and copied native packages, and no package of the build', async () => {
    const components = await componentsOf('connector')
    for (const name of ['libsignal', '@whiskeysockets/baileys', 'pino', 'sharp', 'detect-libc'])
      expect(components.has(name), name).toBe(true)
    for (const name of ['esbuild', 'vitest', 'swagger-ui-dist', '@ffmpeg/core', 'tsx'])
      expect(components.has(name), name).toBe(false)
  })

  it('has an SBOM in CycloneDX with the origin and the digest of each package', async () => {
    const sbom = JSON.parse(await read('connector', 'sbom.cdx.json'))
    expect(sbom).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { name: 'vesper-connector' } },
    })
    const libsignal = sbom.components.find(({ name }: { name: string }) => name === 'libsignal')
    expect(libsignal).toMatchObject({ purl: expect.stringMatching(/^pkg:npm\/libsignal@/) })
    const refs = sbom.components.map((component: { 'bom-ref': string }) => component['bom-ref'])
    expect(sbom.dependencies[0]).toEqual({ ref: 'vesper-connector', dependsOn: refs })
  })
})

it('names each licence that is not permissive in NOTICE', async () => {
  const notice = await readFile(path.join(PROJECT_FOLDER, 'NOTICE'), 'utf8')
  const permissive = /^(MIT|MIT-0|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|Unlicense|CC0-1\.0)$/
  const licences = [...(await componentsOf('connector')), ...(await componentsOf('api'))]
  const others = licences.filter(([, licence]) => !permissive.test(licence))
  expect(others.filter(([, licence]) => licence.startsWith('GPL')).map(([name]) => name)).toEqual([
    'libsignal',
  ])
  for (const [name, licence] of others) expect(notice, name).toContain(licence.replace(/-or-later$/, ''))
})

describe("a function's bundle", () => {
  it('lists the copied packages, and no package of the connector', async () => {
    const components = await componentsOf('api')
    expect(components.has('swagger-ui-dist')).toBe(true)
    expect(components.has('hono')).toBe(true)
    expect(components.has('libsignal')).toBe(false)
  })
})

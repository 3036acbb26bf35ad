import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeError } from './logger.ts'

const SOURCE = `interface Facts { name: string }

export function fail(facts: Facts): never {
  throw new Error(facts.name)
}
export async function failLater(facts: Facts): Promise<never> {
  await Promise.resolve()
  return fail(facts)
}
`
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vesper lines-'))
  await mkdir(path.join(folder, 'src'))
  await writeFile(path.join(folder, 'src/fails.ts'), SOURCE)
  for (const name of ['mapped', 'unmapped', 'damaged', 'foreign', 'sourceless'])
    await build({
      absWorkingDir: folder,
      entryPoints: ['src/fails.ts'],
      outfile: path.join(folder, `dist/${name}.mjs`),
      format: 'esm',
      minifyWhitespace: true,
      sourcemap: name === 'unmapped' ? false : 'external',
      logLevel: 'error',
    })
  await writeFile(path.join(folder, 'dist/damaged.mjs.map'), '{"version":3')
  const foreign = { version: 3, sources: ['package'], mappings: 'AAAA' }
  await writeFile(path.join(folder, 'dist/foreign.mjs.map'), JSON.stringify(foreign))
  const sourceless = { version: 3, sources: [], mappings: 'A' }
  await writeFile(path.join(folder, 'dist/sourceless.mjs.map'), JSON.stringify(sourceless))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Returns the places that the log has for an error of a built file. */
async function placesIn(name: string): Promise<string[]> {
  const { failLater } = await import(path.join(folder, `dist/${name}.mjs`))
  const error: unknown = await failLater({ name: 'made to fail' }).catch((failure: unknown) => failure)
  return (describeError(error) as { at: string[] }).at
}

it('logs the place of an error in the source, by the map beside the built file', async () => {
  const [first, second] = await placesIn('mapped')
  expect(first).toBe('at fail (src/fails.ts:4:9)')
  expect(second).toBe('at failLater (src/fails.ts:8:10)')
})

it.each(['unmapped', 'damaged', 'foreign', 'sourceless'])(
  'keeps the place in a built file whose map is %s',
  async (name) => {
    const [first] = await placesIn(name)
    expect(first).toMatch(new RegExp(`^at fail \\(.*dist/${name}\\.mjs:1:\\d+\\)$`))
  },
)

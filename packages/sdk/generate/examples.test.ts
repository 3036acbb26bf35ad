import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'

const sdk = fileURLToPath(new URL('..', import.meta.url))
const tsc = path.join(sdk, 'node_modules/typescript/bin/tsc')

interface Described {
  components: { schemas: Record<string, { example?: unknown }> }
  paths: Record<string, Record<string, Operation>>
}
interface Operation {
  operationId?: string
  requestBody?: { content: Record<string, Example> }
}
interface Example {
  example?: unknown
  examples?: Record<string, { value: unknown }>
}

it.each([
  ['openapi.json', 'types.ts', 300],
  ['openapi.admin.json', 'adminTypes.ts', 50],
])('the types accept each example of %s', async (document, types, least) => {
  const lines = assignments(JSON.parse(await readFile(path.join(sdk, '../..', document), 'utf8')))
  expect(lines.length).toBeGreaterThan(least)
  expect(await compile(types, lines)).toBe('')
})

it('the types refuse a field that is missing, unknown, or of another type', async () => {
  const report = await compile('types.ts', [
    "export const a: Schemas['Pagination'] = { limit: 50 }",
    "export const b: Schemas['Pagination'] = { limit: 50, nextCursor: null, more: true }",
    "export const c: Schemas['Pagination'] = { limit: '50', nextCursor: null }",
  ])
  expect([...report.matchAll(/examples\.ts\((\d+),/g)].map(([, line]) => line)).toEqual(['4', '5', '6'])
})

/** Returns a line of TypeScript for each example of a schema and of a body. */
function assignments({ components, paths }: Described): string[] {
  const lines: string[] = []
  const add = (type: string, value: unknown) =>
    lines.push(`export const e${lines.length}: ${type} = ${JSON.stringify(value)}`)
  for (const [name, { example }] of Object.entries(components.schemas))
    if (example !== undefined) add(`Schemas['${name}']`, example)
  for (const operation of Object.values(paths).flatMap((operations) => Object.values(operations))) {
    const body = operation.requestBody?.content['application/json']
    const type = `NonNullable<operations['${operation.operationId}']['requestBody']>['content']['application/json']`
    if (body?.example !== undefined) add(type, body.example)
    for (const { value } of Object.values(body?.examples ?? {})) add(type, value)
  }
  return lines
}

/** Compiles the lines with the types, and returns the report of the compiler. */
async function compile(types: string, lines: string[]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sdk-examples-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await symlink(path.join(sdk, 'src/generated', types), path.join(folder, 'types.ts'))
  const head = [
    "import type { components, operations } from './types.ts'",
    "type Schemas = components['schemas']",
    'export type Used = operations',
  ]
  await writeFile(path.join(folder, 'examples.ts'), [...head, ...lines].join('\n'))
  const options = [
    '--noEmit',
    '--strict',
    '--exactOptionalPropertyTypes',
    '--allowImportingTsExtensions',
    '--module',
    'nodenext',
    '--target',
    'es2022',
  ]
  const run = promisify(execFile)(process.execPath, [tsc, ...options, 'examples.ts'], { cwd: folder })
  return await run.then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  )
}

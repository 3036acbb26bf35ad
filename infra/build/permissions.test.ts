import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { synthesize } from '../stacks/assertions/synth.ts'
import { bundleConnector, bundleFunction, FUNCTIONS } from './bundle.ts'
import {
  type Call,
  DEAD_LETTERS,
  EDGE_SECRET,
  EVENT_QUEUE,
  KEY,
  neededCalls,
  type Runtime,
  SECRET,
  staleExceptions,
} from './neededCalls.ts'

/** Logical ids of the policies of each runtime's role. */
const POLICIES: Record<Runtime, string> = {
  api: 'ApiRole',
  jobs: 'JobsRole',
  events: 'EventsConsumerRole',
  sweeper: 'SweeperFunctionRole',
  migrate: 'MigrationFunctionRole',
  rotate: 'EdgeRotationFunctionRole',
  connector: 'FleetTaskTaskRole',
}

interface Statement {
  Action: string | string[]
  Resource: unknown
  Condition?: { StringEquals: Record<string, unknown> }
}

/** Returns the text of a template's value, with the names of this test for resources. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  const [[kind, inner] = []] = Object.entries(value as Record<string, unknown>)
  if (kind === 'Fn::Join') return (inner as [string, unknown[]])[1].map(textOf).join('')
  const name = JSON.stringify(inner)
  if (/Media.*Arn/.test(name)) return 'bucket'
  if (/EdgeSecret/.test(name)) return EDGE_SECRET
  if (/EdgeDistribution/.test(name)) return 'edge'
  if (/FleetService/.test(name)) return 'service'
  if (/RefSecret|Secret/.test(name)) return SECRET
  if (/Key.*Arn/.test(name)) return KEY
  if (/EventsQueue/.test(name)) return EVENT_QUEUE
  if (/CommandsDeadLetters/.test(name)) return DEAD_LETTERS
  return name.replace(/[^\w]/g, '')
}

function matches(pattern: string, name: string): boolean {
  const last = pattern.split(':').at(-1) ?? ''
  const source = last
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`).test(name)
}

/** Tells whether a statement allows a call. A call through another service has no context of its own. */
function allows({ Action, Resource, Condition }: Statement, { action, resource, via }: Call): boolean {
  if (![Action].flat().includes(action)) return false
  if (![Resource].flat().some((one) => matches(textOf(one), resource))) return false
  const service = Condition?.StringEquals['kms:ViaService']
  return service === undefined || (via !== undefined && textOf(service).startsWith(`${via}.`))
}

let root = ''
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'vesper-permissions-'))
  await Promise.all([
    ...FUNCTIONS.map((name) => bundleFunction(name, path.join(root, name))),
    bundleConnector(path.join(root, 'connector')),
  ])
})
afterAll(() => rm(root, { recursive: true, force: true }))

async function neededBy(runtime: Runtime): Promise<Call[]> {
  const bundle = [path.join(root, runtime), runtime === 'connector' ? 'main.mjs' : 'index.mjs'] as const
  expect(await staleExceptions(runtime, ...bundle)).toEqual([])
  return await neededCalls(runtime, ...bundle)
}

/** The template with the edge has each role. */
const withEdge = synthesize({ edge: 'true' })

function statementsOf(runtime: Runtime): Statement[] {
  const statements = Object.entries(withEdge.find('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith(POLICIES[runtime]))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as Statement[])
  return statements.filter(({ Action }) => ![Action].flat().some((action) => action.startsWith('logs:')))
}

it.each(Object.keys(POLICIES) as Runtime[])(
  '%s may make each call that its bundle makes, and no other',
  async (runtime) => {
    const [needed, statements] = [await neededBy(runtime), statementsOf(runtime)]
    expect(needed.length).toBeGreaterThan(1)
    const missing = needed.filter((call) => !statements.some((statement) => allows(statement, call)))
    expect(missing).toEqual([])
    const beyond = statements.flatMap((statement) =>
      [statement.Action].flat().flatMap((Action) =>
        [statement.Resource]
          .flat()
          .filter((Resource) => !needed.some((call) => allows({ ...statement, Action, Resource }, call)))
          .map((Resource) => `${Action} ${textOf(Resource)}`),
      ),
    )
    expect(beyond).toEqual([])
  },
)

it('keeps each policy below the limit of IAM with 64 partitions', () => {
  const { find } = synthesize({ partitions: '64' })
  const sizes = Object.values(find('AWS::IAM::Policy')).map(
    ({ Properties }) => JSON.stringify(Properties.PolicyDocument).length,
  )
  expect(Math.max(...sizes)).toBeLessThan(6_000)
})

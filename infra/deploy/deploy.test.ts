import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openSettingsFile } from '../settingsFile.ts'
import { clientOptions, readArguments } from './arguments.ts'
import { deployGateway } from './deploy.ts'
import { parseTemplate, SETTINGS_KEY, type StackTemplate } from './deployed.ts'

const queue = (name: string) => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName: name } })

/** Returns a template with a queue for each partition, and with the settings of its deploy. */
function templateOf(settings: Record<string, unknown>): StackTemplate {
  const count = Number(settings.partitions ?? 2)
  const queues = Array.from({ length: count }, (_, id) => [`Q${id}`, queue(`q${id}.fifo`)])
  const Resources = Object.fromEntries(queues)
  return parseTemplate(JSON.stringify({ Metadata: { [SETTINGS_KEY]: settings }, Resources }))
}

interface Run {
  stored?: Record<string, unknown>
  deployed?: StackTemplate | null
  given?: Record<string, unknown>
  answers?: string[]
  isConfirmed?: boolean
}

function makeFile(stored?: Record<string, unknown>) {
  const folder = mkdtempSync(path.join(tmpdir(), 'vesper-settings-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = openSettingsFile('test', folder)
  if (stored) file.write(stored)
  return file
}

async function run({ stored, deployed = null, given = {}, answers, isConfirmed = false }: Run) {
  const file = makeFile(stored)
  const said: string[] = []
  let deploys = 0
  const outcome = await deployGateway({
    file,
    given,
    deployed,
    isConfirmed,
    ...(answers && { ask: async () => answers.shift() ?? '' }),
    say: (line) => said.push(line),
    synthesize: async () => templateOf(file.read() ?? {}),
    deploy: async () => {
      deploys += 1
    },
  }).then(
    () => 'deployed',
    (error: Error) => error.message,
  )
  return { outcome, deploys, said: said.join('\n'), settings: file.read() }
}

it('keeps the settings of an earlier deploy in a deploy that repeats none of them', async () => {
  const settings = { size: 'small', alarmEmail: 'ops@example.com', partitions: '4', nat: 'true' }
  const { outcome, settings: kept } = await run({ stored: settings, deployed: templateOf(settings) })
  expect([outcome, kept]).toEqual(['deployed', settings])
})

it('adds a setting of the command line to the file, and removes one with an empty value', async () => {
  const { settings: given } = readArguments(['-c', 'connectorMax=8', '--context=nat='])
  const { settings, said } = await run({
    stored: { size: 'large', nat: 'true' },
    deployed: templateOf({ size: 'large', nat: 'true' }),
    given,
  })
  expect(settings).toEqual({ size: 'large', connectorMax: '8' })
  expect(said).toContain('Setting connectorMax: default → 8')
  expect(said).toContain('Setting nat: true → default')
})

it.each([
  ['of a new gateway is small', null, {}, { size: 'small' }],
  ['of a gateway without sizes is large', {}, {}, { size: 'large' }],
  [
    'small keeps the partitions of large',
    { size: 'large' },
    { size: 'small' },
    { size: 'small', partitions: '16' },
  ],
  [
    'small keeps more partitions',
    { size: 'large', partitions: '24' },
    { size: 'small' },
    { size: 'small', partitions: '24' },
  ],
  ['large adds partitions to small', { size: 'small' }, { size: 'large' }, { size: 'large' }],
])('the size %s', async (_, known, given, expected) => {
  const { settings } = await run({ deployed: known && templateOf(known), given, isConfirmed: true })
  expect(settings).toEqual(expected)
})

it('takes the settings from the deployed stack on a machine without the file', async () => {
  const settings = { size: 'small', partitions: '4', alarmEmail: 'ops@example.com' }
  const { outcome, settings: kept, said } = await run({ deployed: templateOf(settings) })
  expect([outcome, kept]).toEqual(['deployed', settings])
  expect(said).toContain('The settings are those of the deployed stack')
})

it('refuses a deploy without the file over a stack of an earlier version, which has no settings', async () => {
  const deployed = parseTemplate(JSON.stringify({ Resources: { Q0: queue('q0.fifo') } }))
  const { outcome, deploys, settings } = await run({ deployed })
  expect(outcome).toMatch(/Write all its settings into the file/)
  expect([deploys, settings]).toEqual([0, null])
})

it.each([
  ['no answer', undefined, 'n'],
  ['another word', ['maybe'], 'n'],
  ['yes', ['y'], 'deployed'],
])('names the resources that a deploy deletes, and asks: %s', async (_, answers, expected) => {
  const stored = { size: 'large', partitions: '4' }
  const { outcome, deploys, said, settings } = await run({
    stored,
    deployed: templateOf(stored),
    given: { partitions: '3', connectorMax: '3' },
    ...(answers && { answers }),
  })
  expect(said).toContain('The deploy deletes AWS::SQS::Queue Q3')
  expect(deploys).toBe(expected === 'deployed' ? 1 : 0)
  expect(settings).toEqual(
    expected === 'deployed' ? { size: 'large', partitions: '3', connectorMax: '3' } : stored,
  )
  if (expected !== 'deployed') expect(outcome).toContain('Nothing was deployed')
})

it('deploys deletions without a terminal only with --yes', async () => {
  const stored = { partitions: '5' }
  const { isConfirmed } = readArguments(['--yes'])
  const { deploys } = await run({
    stored,
    deployed: templateOf(stored),
    given: { partitions: '4' },
    isConfirmed,
  })
  expect(deploys).toBe(1)
})

it.each([
  [['-c', 'conectorMax=8'], /conectorMax is no setting; did you mean connectorMax\?/],
  [['--context', 'alarmMail=a@b.co'], /did you mean alarmEmail\?/],
  [['-cfoo'], /^$/],
])('reads %j', (args, refusal) => {
  if (refusal.source === '^$') expect(readArguments(args).others).toEqual(args)
  else expect(() => readArguments(args)).toThrow(refusal)
})

it.each([
  [{ partitions: '0' }, /partitions/],
  [{ domainOnly: 'true' }, /domainOnly: must be set together with domainName/],
])('refuses %j before any change', async (given, problem) => {
  const { outcome, deploys, settings } = await run({ given, stored: { partitions: '4' } })
  expect(outcome).toMatch(problem)
  expect([deploys, settings]).toEqual([0, { partitions: '4' }])
})

it('refuses a misspelt name in the file', async () => {
  const { outcome } = await run({ stored: { partition: '4' } })
  expect(outcome).toMatch(/partition is no setting; did you mean partitions\?/)
})

it('passes other arguments to the CDK', () => {
  expect(readArguments(['--profile', 'prod', '-c', 'nat=true', '--verbose'])).toEqual({
    settings: { nat: 'true' },
    isConfirmed: false,
    others: ['--profile', 'prod', '--verbose'],
  })
})

it.each([
  [['--profile', 'prod'], { profile: 'prod' }],
  [['--verbose', '--profile=prod'], { profile: 'prod' }],
  [['--verbose'], {}],
])('gives the SDK the profile of the CDK in %j', (others, options) => {
  expect(clientOptions(others)).toEqual(options)
})

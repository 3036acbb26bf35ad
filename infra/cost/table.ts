import { settingsSchema } from '../settings.ts'
import { type Contents, contentsOf } from './contents.ts'
import { connectorCount, estimate, type Load, ordinary, sizeFor, total } from './estimate.ts'

const SESSIONS = [0, 1, 10, 50, 100, 1_000, 4_000]
const row = (name: string, values: readonly (string | number)[]) => `| ${[name, ...values].join(' | ')} |`
const usd = (value: number) => value.toFixed(value < 10 ? 2 : 0)
const of = (sessions: number, changes: Partial<Load> = {}) => estimate(ordinary(sessions, changes))

/** Returns all generated parts of docs/cost.md. */
export function costParts(): string[] {
  return [costTable(), optionsTable(), contentsTable(), savingSentence()]
}

/** Returns the table with USD a month for each part, without options. */
function costTable(): string {
  const loads = SESSIONS.map((sessions) => ordinary(sessions))
  const estimates = loads.map(estimate)
  const [first] = estimates
  const parts = (Object.keys(first ?? {}) as (keyof NonNullable<typeof first>)[]).filter(
    (part) => part !== 'edge',
  )
  return [
    ...headOf('sessions'),
    row('`size`', SESSIONS.map(sizeFor)),
    row('connectors running', loads.map(connectorCount)),
    ...parts.map((part) =>
      row(
        part,
        estimates.map((each) => usd(each[part])),
      ),
    ),
    row(
      '**a month, USD**',
      estimates.map((each) => `**${usd(total(each))}**`),
    ),
    row(
      'a session',
      estimates.map((each, index) => {
        const sessions = SESSIONS[index] ?? 0
        return sessions === 0 ? '–' : usd(total(each) / sessions)
      }),
    ),
  ].join('\n')
}

/** Returns the table with the additional USD a month of each option. */
function optionsTable(): string {
  const more = (changes: Partial<Load>) =>
    SESSIONS.map((sessions) => usd(total(of(sessions, changes)) - total(of(sessions))))
  return [
    ...headOf('option'),
    row('`edge`', more({ edge: true })),
    row('`nat`', more({ nat: true })),
    row('`partitions` 64', more({ partitions: 64 })),
  ].join('\n')
}

const CONTENTS: Record<keyof Contents, string> = {
  alarmMetrics: 'metrics of alarms',
  customMetrics: 'metrics of our own',
  dashboards: 'dashboards',
  kmsKeys: 'keys of KMS',
  secrets: 'secrets',
  natGateways: 'NAT gateways',
  natAddresses: 'public IPv4 addresses of NAT gateways',
  addressesPerConnector: 'public IPv4 addresses of each connector',
  webAcls: 'web ACLs',
  webAclRules: 'rules of web ACLs',
}

/** Returns the table with the contents of the templates. */
function contentsTable(): string {
  const cases = [{}, { size: 'large' }, { size: 'large', edge: true }, { size: 'large', nat: true }]
  const columns = cases.map((settings) => contentsOf(settingsSchema.parse(settings)))
  return [
    row('contents', ['`small`', '`large`', '`large`, `edge`', '`large`, `nat`']),
    row(
      '---',
      cases.map(() => '---:'),
    ),
    ...(Object.keys(CONTENTS) as (keyof Contents)[]).map((key) =>
      row(
        CONTENTS[key],
        columns.map((column) => column[key]),
      ),
    ),
  ].join('\n')
}

/** Returns the sentence on the cheapest measure. */
function savingSentence(): string {
  const sessions = 4_000
  const saved = total(of(sessions)) - total(of(sessions, { eventsOut: 1 }))
  return `Without \`delivered\` and \`read\`, ${sessions.toLocaleString('en')} sessions cost $${usd(saved)} less.`
}

function headOf(name: string): string[] {
  const sizes = SESSIONS.map((sessions) => sessions.toLocaleString('en'))
  return [
    row(name, sizes),
    row(
      '---',
      SESSIONS.map(() => '---:'),
    ),
  ]
}

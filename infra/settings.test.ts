import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readSettings, SETTING_NAMES } from './settings.ts'

const read = (context: Record<string, unknown>) => readSettings({ tryGetContext: (key) => context[key] })

it('parses numbers and flags that the command line passes as text', () => {
  expect(read({ size: 'large', connectorMax: '8', nat: 'true', revision: 7 })).toMatchObject({
    connectorMax: 8,
    nat: true,
    revision: '7',
    partitions: 16,
  })
})

it.each([
  [{ size: 'large', connectorMin: '5' }, /connectorMin: must be at most connectorMax/],
  [{ size: 'large', connectorMax: '20' }, /connectorMax: must be at most partitions/],
  [{ domainName: 'wa.example.com' }, /certificateArn: must be set together with domainName/],
  [{ domainName: 'wa.example.com', edge: 'true' }, /edgeCertificateArn: .*us-east-1/],
  [
    {
      domainName: 'wa.example.com',
      edge: 'true',
      edgeCertificateArn: 'arn:aws:acm:eu-central-1:1:certificate/x',
    },
    /edgeCertificateArn: must be a certificate of ACM in us-east-1/,
  ],
  [{ edgeOnly: 'true' }, /edgeOnly: must be set together with edge/],
  [
    { certificateArn: 'arn:aws:acm:eu-central-1:1:certificate/x', edge: 'true' },
    /certificateArn: must be set/,
  ],
  [{ eventsReserved: '10' }, /eventsReserved: must be at least eventsConcurrency/],
  [{ keepLogsDays: '31' }, /keepLogsDays/],
  [{ alarmEmail: 'nobody' }, /alarmEmail/],
])('refuses %j and names the setting', (context, problem) => {
  expect(() => read(context)).toThrow(problem)
})

it('documents each setting and its default in docs/deploy.md, and no others', () => {
  const docs = readFileSync(new URL('../docs/deploy.md', import.meta.url), 'utf8')
  const rows = [...docs.matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm)].map(([, name, value]) => [
    name,
    value?.trim(),
  ])
  const [small, large] = [{}, { size: 'large' }].map((size) => read(size) as Record<string, unknown>)
  const shown = (name: string) => {
    const [value, other] = [small?.[name], large?.[name]]
    if (value === undefined) return '–'
    return value === other || name === 'size' ? String(value) : `${value}, ${other}`
  }
  expect(rows).toEqual(SETTING_NAMES.map((name) => [name, shown(name)]))
})

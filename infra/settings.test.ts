import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readSettings, settingsSchema } from './settings.ts'

const read = (context: Record<string, unknown>) => readSettings({ tryGetContext: (key) => context[key] })

it('takes what the command line says, which is text', () => {
  expect(read({ connectorMax: '8', nat: 'true', revision: 7 })).toMatchObject({
    connectorMax: 8,
    nat: true,
    revision: '7',
    partitions: 16,
  })
})

it.each([
  [{ connectorMin: '5', connectorMax: '4' }, /connectorMin: is more than connectorMax/],
  [{ connectorMax: '20' }, /connectorMax: is more than partitions/],
  [{ domainName: 'wa.example.com' }, /certificateArn: goes with domainName/],
  [{ eventsReserved: '10' }, /eventsReserved: is less than eventsConcurrency/],
  [{ keepLogsDays: '31' }, /keepLogsDays/],
  [{ alarmEmail: 'nobody' }, /alarmEmail/],
])('refuses %j, and says why', (context, problem) => {
  expect(() => read(context)).toThrow(problem)
})

it('has each setting and its default in the table of docs/deploy.md, and no other', () => {
  const docs = readFileSync(new URL('../docs/deploy.md', import.meta.url), 'utf8')
  const rows = [...docs.matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm)].map(([, name, value]) => [
    name,
    value?.trim(),
  ])
  const defaults = read({}) as Record<string, unknown>
  expect(rows).toEqual(
    Object.keys(settingsSchema.shape).map((name) => [
      name,
      defaults[name] === undefined ? '–' : String(defaults[name]),
    ]),
  )
})

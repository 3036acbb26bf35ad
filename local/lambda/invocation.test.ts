import { afterAll, beforeAll, expect, it } from 'vitest'
import type { DatabaseConnection } from '#shared/database/index.ts'
import { connectTo, createDatabase } from '../../e2e/support/database.ts'
import { endWithInvocation, invoke } from './index.ts'

let connection: DatabaseConnection
const calls: string[] = []
const service = (name: string) => ({ act: async () => calls.push(name) })
const open = () =>
  endWithInvocation({
    db: connection.db,
    commands: service('commands'),
    events: service('events'),
    outbox: service('outbox'),
    jobs: service('jobs'),
    keyring: service('keyring'),
    media: service('media'),
  })
type Services = ReturnType<typeof open>

beforeAll(async () => {
  connection = connectTo(await createDatabase())
  await connection.db.execute('create table notes (text text)')
})
afterAll(() => connection.close())

const notes = async () =>
  (await connection.db.execute<{ text: string }>('select text from notes')).rows.map(({ text }) => text)
const write = (db: Pick<Services['db'], 'execute'>, text: string) =>
  db.execute(`insert into notes values ('${text}')`)

/** Runs work whose middle waits for the time-out of its invocation. Returns the error with which the work ends. */
async function runLate(work: (services: Services, timedOut: Promise<void>) => Promise<unknown>) {
  let pass = (): void => undefined
  const timedOut = new Promise<void>((resolve) => {
    pass = resolve
  })
  let ended: Promise<unknown> = Promise.resolve()
  const result = await invoke(1, () => {
    ended = work(open(), timedOut)
    return ended.then(() => undefined)
  })
  pass()
  const error = await ended.then(
    () => undefined,
    // drizzle wraps the error of a statement.
    ({ name, cause }: Error) => (cause instanceof Error ? cause.name : name),
  )
  return [result, error]
}
const LATE = ['late', 'InvocationEnded']

it('starts no statement after the time-out', async () => {
  const late = await runLate(async ({ db }, timedOut) => {
    await write(db, 'in time')
    await timedOut
    await write(db, 'late')
  })
  expect([late, await notes()]).toEqual([LATE, ['in time']])
})

it('commits no transaction after the time-out, and begins none', async () => {
  const before = await notes()
  const late = await runLate(({ db }, timedOut) =>
    db.transaction(async (tx) => {
      await write(tx, 'rolled back')
      await timedOut
    }),
  )
  const begun = await runLate(async ({ db }, timedOut) => {
    await timedOut
    await db.transaction((tx) => write(tx, 'never'))
  })
  expect([late, begun, await notes()]).toEqual([LATE, LATE, before])
})

it.each(['commands', 'events', 'outbox', 'jobs', 'keyring', 'media'] as const)(
  'calls %s no more after the time-out',
  async (name) => {
    calls.length = 0
    const late = await runLate(async (services, timedOut) => {
      await services[name].act()
      await timedOut
      await services[name].act()
    })
    expect([late, calls]).toEqual([LATE, [name]])
  },
)

it('leaves other invocations, and calls outside of invocations, alone', async () => {
  calls.length = 0
  const services = open()
  await runLate(async ({ jobs }, timedOut) => {
    await timedOut
    await jobs.act()
  })
  expect(await invoke(60_000, () => services.jobs.act())).toBe(1)
  expect(await services.media.act()).toBe(2)
  expect(calls).toEqual(['jobs', 'media'])
})

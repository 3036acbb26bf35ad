import { expect, it, onTestFinished } from 'vitest'
import type { Database } from '#shared/database/index.ts'
import { type Lease, lifelineNameOf, renewLeases } from '#shared/domain/fleet/index.ts'
import { createLogger } from '#shared/logger.ts'
import { connectTo, type DatabaseAddress } from '../../e2e/support/database.ts'
import { eventually } from '../../e2e/support/eventually.ts'
import { useFleet } from '../../e2e/support/fleet.ts'
import { Lifelines } from './lifelines.ts'

const LEASE_MS = 9_000
const RENEW_EVERY_MS = 3_000

let db: Database
let address: DatabaseAddress
const { join } = useFleet((fresh, at) => {
  db = fresh
  address = at
})

/** Opens the lifeline of a connector. The returned function ends it, as the death of the process does. */
async function live(owner: string): Promise<() => Promise<void>> {
  const lifeline = connectTo(address, { applicationName: lifelineNameOf(owner), maxConnections: 1 })
  await lifeline.db.execute('select 1')
  const end = async () => {
    await lifeline.close()
    const sessions = `select 1 from pg_stat_activity where application_name = '${lifelineNameOf(owner)}' and datname = current_database()`
    await eventually(async () => (await db.execute(sessions)).rows.length === 0)
  }
  return end
}

/** Returns a watcher, and counts the releases that it reports. */
function watcher(lifeline: Pick<Database, 'execute'> | null = db) {
  const found = { releases: 0 }
  const lifelines = new Lifelines({
    lifeline,
    leaseDb: db,
    connectorId: 'con_2',
    leaseMs: LEASE_MS,
    renewEveryMs: RENEW_EVERY_MS,
    log: createLogger({ level: 'silent', name: 'test' }),
    onReleased: () => {
      found.releases += 1
    },
  })
  onTestFinished(() => lifelines.stop())
  return Object.assign(lifelines, { found })
}

/** Makes the last renewal of all leases this old. */
const age = (ms: number) =>
  db.execute(`update partitions set expires_at = now() + interval '${LEASE_MS - ms} milliseconds'`)

const ownersOf = async () =>
  new Set(
    (await db.execute<{ owner: string | null }>('select owner from partitions')).rows.map(
      ({ owner }) => owner,
    ),
  )

it('releases the partitions of a connector whose lifeline ended and whose renewal is overdue', async () => {
  await join('con_1')
  const end = await live('con_1')
  const lifelines = watcher()
  await lifelines.look()
  await end()
  await age(RENEW_EVERY_MS + 600)
  await lifelines.look()
  expect(await ownersOf()).toEqual(new Set(['con_1']))
  await lifelines.look()
  expect(await ownersOf()).toEqual(new Set([null]))
  expect(lifelines.found.releases).toBe(1)
  expect((await db.execute('select id from connectors')).rows).toEqual([])
})

it('releases them in a later look, when the renewal becomes overdue', async () => {
  await join('con_1')
  const end = await live('con_1')
  const lifelines = watcher()
  await lifelines.look()
  await end()
  await lifelines.look()
  await lifelines.look()
  expect(lifelines.found.releases).toBe(0)
  await age(RENEW_EVERY_MS + 600)
  await lifelines.look()
  expect(lifelines.found.releases).toBe(1)
})

it('leaves the partitions of a connector that lost its lifeline and renews in time', async () => {
  await join('con_1')
  const end = await live('con_1')
  const lifelines = watcher()
  await lifelines.look()
  await end()
  await age(RENEW_EVERY_MS)
  await lifelines.look()
  await lifelines.look()
  expect(await ownersOf()).toEqual(new Set(['con_1']))
})

it('leaves the partitions of a connector that opens its lifeline again before the second look', async () => {
  await join('con_1')
  const end = await live('con_1')
  const lifelines = watcher()
  await lifelines.look()
  await end()
  await age(LEASE_MS - 100)
  await lifelines.look()
  await live('con_1')
  await lifelines.look()
  await lifelines.look()
  expect(await ownersOf()).toEqual(new Set(['con_1']))
})

it('leaves the partitions of a connector with a lifeline whose renewal is overdue', async () => {
  await join('con_1')
  await live('con_1')
  const lifelines = watcher()
  await lifelines.look()
  await age(LEASE_MS - 100)
  await lifelines.look()
  expect(await ownersOf()).toEqual(new Set(['con_1']))
})

it('leaves the partitions of a connector whose lifeline it never saw, such as one of an earlier release', async () => {
  await join('con_1')
  const lifelines = watcher()
  await lifelines.look()
  await age(LEASE_MS - 100)
  await lifelines.look()
  expect(await ownersOf()).toEqual(new Set(['con_1']))
})

it('forgets all lifelines when the database fails, because a restart of the database ends them all', async () => {
  await join('con_1')
  const end = await live('con_1')
  let isDown = false
  const lifelines = watcher({
    execute: ((query) => {
      if (isDown) throw new Error('The database does not answer')
      return db.execute(query)
    }) as Database['execute'],
  })
  await lifelines.look()
  isDown = true
  await lifelines.look()
  isDown = false
  await end()
  await age(LEASE_MS - 100)
  await lifelines.look()
  await lifelines.look()
  expect(await ownersOf()).toEqual(new Set(['con_1']))
})

it('fences a connector that is alive all the same', async () => {
  const held: Lease[] = await join('con_1')
  const end = await live('con_1')
  const lifelines = watcher()
  await lifelines.look()
  await end()
  await age(LEASE_MS - 100)
  await lifelines.look()
  await lifelines.look()
  expect(await renewLeases({ ctx: { db }, input: { held, leaseMs: LEASE_MS } })).toEqual([])
})

it('looks at nothing without a direct address', async () => {
  await join('con_1')
  await age(LEASE_MS - 100)
  await watcher(null).look()
  expect(await ownersOf()).toEqual(new Set(['con_1']))
})

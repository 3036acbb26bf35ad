import { describe, expect, it } from 'vitest'
import type { Database } from '#shared/database/index.ts'
import { useFleet } from '../../e2e/support/fleet.ts'
import { epochsOf, TestFleet } from './testFleet.fixture.ts'

let db: Database
useFleet((fresh) => {
  db = fresh
})

/** Starts a fleet with sixteen partitions. */
async function startFleet(size: number, release: string | null = 'one'): Promise<TestFleet> {
  await db.execute(`insert into partitions (id) select generate_series(0, 15) on conflict do nothing`)
  const fleet = new TestFleet(db)
  for (let index = 0; index < size; index++) await fleet.start(`one_${index}`, release)
  await fleet.balance()
  return fleet
}

/** Returns how often each partition moved since an earlier count of the epochs. */
async function movesSince(before: readonly number[]): Promise<number[]> {
  return (await epochsOf(db)).map((epoch, partition) => epoch - (before[partition] ?? 0))
}

/** Makes the heartbeats and leases of connectors that ended without a word too old. */
async function forget(...ids: string[]): Promise<void> {
  const dead = ids.map((id) => `'${id}'`).join(', ')
  await db.execute(`update connectors set heartbeat_at = now() - interval '20 minutes' where id in (${dead})`)
  await db.execute(`update partitions set expires_at = now() where owner in (${dead})`)
}

describe('a rolling update', () => {
  it.each([1, 2, 3, 7])('moves each partition of %d connectors once', async (size) => {
    const fleet = await startFleet(size)
    const before = await epochsOf(db)
    await fleet.replace('two')
    expect(await movesSince(before)).toEqual(before.map(() => 1))
    expect(Math.max(...Object.values(fleet.shares))).toBe(Math.ceil(16 / size))
  })

  it('moves partitions twice if the connectors do not know their release', async () => {
    const fleet = await startFleet(3, null)
    const before = await epochsOf(db)
    await fleet.replace(null)
    const moves = await movesSince(before)
    expect(moves.filter((count) => count > 1).length).toBeGreaterThan(0)
  })

  it('moves nothing before an earlier connector stops', async () => {
    const fleet = await startFleet(2)
    const before = await epochsOf(db)
    await fleet.start('two_0', 'two')
    await fleet.settle()
    expect(await movesSince(before)).toEqual(before.map(() => 0))
  })

  it('moves the partitions of a killed connector to the newer ones', async () => {
    const fleet = await startFleet(2)
    await fleet.start('two_0', 'two')
    fleet.kill('one_0')
    await forget('one_0')
    await fleet.settle()
    expect(fleet.shares).toEqual({ one_1: 8, two_0: 8 })
  })

  it('moves each partition back once in a rollback', async () => {
    const fleet = await startFleet(4)
    await fleet.start('two_0', 'two')
    await (await fleet.stop('one_0'))()
    await fleet.settle()
    const before = await epochsOf(db)
    await fleet.start('one_again', 'one')
    await (await fleet.stop('two_0'))()
    await fleet.settle()
    const moves = await movesSince(before)
    expect(moves.filter((count) => count === 1)).toHaveLength(4)
    expect(Math.max(...moves)).toBe(1)
    expect(fleet.shares).toEqual({ one_1: 4, one_2: 4, one_3: 4, one_again: 4 })
  })
})

describe('earlier connectors', () => {
  it('take leases again as soon as the newer connector is dead', async () => {
    const fleet = await startFleet(2)
    await fleet.start('two_0', 'two')
    await (await fleet.stop('one_0'))()
    await fleet.settle()
    expect(fleet.shares).toEqual({ one_1: 8, two_0: 8 })
    fleet.kill('two_0')
    await forget('two_0')
    await fleet.settle()
    expect(fleet.shares).toEqual({ one_1: 16 })
  })

  it('take a partition that a live newer connector does not take within a lease', async () => {
    const fleet = await startFleet(3)
    await db.execute(
      `insert into connectors (id, release, heartbeat_at) values ('two_0', 'two', now() + interval '1 minute')`,
    )
    const { one_1: held } = fleet.shares
    for (const id of ['one_0', 'one_2']) fleet.kill(id)
    await forget('one_0', 'one_2')
    await fleet.settle()
    expect(fleet.shares).toEqual({ one_1: held })
    await db.execute(
      `update partitions set expires_at = now() - interval '11 minutes' where owner <> 'one_1'`,
    )
    await fleet.settle()
    expect(fleet.shares).toEqual({ one_1: 8 })
  })

  it('give partitions away again if the newer connectors started long ago', async () => {
    const fleet = await startFleet(2)
    await fleet.start('two_0', 'two')
    await db.execute(`update connectors set started_at = now() - interval '20 minutes'`)
    await fleet.balance()
    expect(Math.max(...Object.values(fleet.shares))).toBe(6)
  })

  it('are not the newest after a long pause', async () => {
    const fleet = await startFleet(2)
    await fleet.start('two_0', 'two')
    await db.execute(`delete from connectors where id = 'one_0'`)
    await fleet.settle()
    fleet.kill('one_1')
    await forget('one_1')
    await fleet.settle()
    expect(fleet.shares).toEqual({ one_0: 8, two_0: 8 })
  })
})

it('a connector that stops counts for no share, so that its partitions do not wait for its end', async () => {
  const fleet = await startFleet(2)
  await fleet.stop('one_0')
  await fleet.settle(1)
  expect(fleet.shares).toEqual({ one_0: 4, one_1: 12 })
})

it('a scale-out within one release shares the partitions', async () => {
  const fleet = await startFleet(1)
  await fleet.start('one_1', 'one')
  await fleet.balance()
  expect(Object.values(fleet.shares)).toEqual([8, 8])
})

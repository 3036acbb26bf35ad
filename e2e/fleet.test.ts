import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { connectorEnvironment } from '#connector/config.ts'
import { createConnectorServices } from '#connector/createServices.ts'
import type { LeaseHandle } from '#connector/fleet/leaseHandle.ts'
import { LeaseKeeper } from '#connector/fleet/leaseKeeper.ts'
import { type Database, leaseLimits, partitions, type Queryable } from '#shared/database/index.ts'
import {
  endExpiredHolders,
  releaseLease,
  renewLeases,
  sessionNameOf,
  takeLeases,
} from '#shared/domain/fleet/index.ts'
import { createLogger } from '#shared/logger.ts'
import { connectTo, type DatabaseAddress } from './support/database.ts'
import { eventually } from './support/eventually.ts'
import { useFleet } from './support/fleet.ts'

let address: DatabaseAddress
let db: Database
const config = { VESPER_LEASE_SECONDS: 9, VESPER_CAPACITY: 1_000 }
const { join, endLeases } = useFleet((fresh, where) => {
  db = fresh
  address = where
})

describe('leases', () => {
  it('are all taken by the only connector, and shared with a second one after they expire', async () => {
    const first = await join('con_1')
    expect(first.map(({ partition }) => partition).sort()).toEqual([0, 1, 2, 3])
    expect(await join('con_2')).toEqual([])
    await endLeases()
    expect(await join('con_2')).toHaveLength(2)
  })

  it('are taken once by ten concurrent connectors', async () => {
    const taken = await Promise.all(Array.from({ length: 10 }, (_, index) => join(`con_${index}`)))
    const ids = taken.flat().map(({ partition }) => partition)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('start a new epoch with each owner, even with the same one', async () => {
    const [first] = await join('con_1')
    if (!first) throw new Error('no lease')
    await releaseLease({ ctx: { db }, input: first })
    const [again] = await takeLeases({
      ctx: { db },
      input: { owner: 'con_1', held: [], wanted: 4, leaseMs: 9_000 },
    })
    expect(again).toMatchObject({ partition: first.partition, owner: 'con_1', epoch: first.epoch + 1 })
  })

  it('are not renewed after another connector took them, nor under an older epoch', async () => {
    const held = await join('con_1')
    expect(await renewLeases({ ctx: { db }, input: { held, leaseMs: 9_000 } })).toHaveLength(4)
    await endLeases()
    const taken = await join('con_2')
    const kept = await renewLeases({ ctx: { db }, input: { held, leaseMs: 9_000 } })
    expect(kept.map(({ partition }) => partition)).not.toEqual(
      expect.arrayContaining(taken.map(({ partition }) => partition)),
    )
    expect(
      await renewLeases({
        ctx: { db },
        input: { held: held.map((lease) => ({ ...lease, epoch: lease.epoch - 1 })), leaseMs: 9_000 },
      }),
    ).toEqual([])
  })

  it('are renewed except for a partition with a locked row, which is not lost', async () => {
    const held = await join('con_1')
    await db.transaction(async (tx) => {
      await tx.execute('select 1 from partitions where id = 0 for update')
      const answered = await renewLeases({ ctx: { db }, input: { held, leaseMs: 9_000 } })
      expect(
        answered
          .filter(({ isRenewed }) => isRenewed)
          .map(({ partition }) => partition)
          .sort(),
      ).toEqual([1, 2, 3])
      expect(answered).toHaveLength(4)
    })
    expect(
      (await renewLeases({ ctx: { db }, input: { held, leaseMs: 9_000 } })).every(
        ({ isRenewed }) => isRenewed,
      ),
    ).toBe(true)
  })

  it('are renewed while a fenced write locks their row', async () => {
    const held = await join('con_1')
    await db.transaction(async (tx) => {
      await tx.execute('select 1 from partitions where id = 0 for key share')
      expect(
        (await renewLeases({ ctx: { db }, input: { held, leaseMs: 9_000 } })).every(
          ({ isRenewed }) => isRenewed,
        ),
      ).toBe(true)
    })
  })

  it('are not taken during a fenced write', async () => {
    await join('con_1')
    await endLeases()
    await db.transaction(async (tx) => {
      await tx.execute('select 1 from partitions where id = 0 for key share')
      const taken = await join('con_2')
      expect(taken.map(({ partition }) => partition)).not.toContain(0)
    })
  })
})

describe('a connector that freezes inside a transaction', () => {
  /** Holds partition 0 in a transaction that is never idle for long, until the server ends its session. */
  async function hold(owner: string) {
    const holder = connectTo(address, { applicationName: sessionNameOf(owner, 1) })
    const isHeld = gate()
    let isDone = false
    const holding = holder.db.transaction(async (tx) => {
      await tx.execute('select 1 from partitions where id = 0 for key share')
      isHeld.open()
      while (!isDone) await tx.execute('select pg_sleep(0.1)')
    })
    const isOver = holding.then(() => 'done').catch(() => 'ended')
    onTestFinished(async () => {
      isDone = true
      await isOver
      await holder.close()
    })
    await isHeld.promise
    return { isOver }
  }

  it("loses its database session to another connector's round after all its leases have expired", async () => {
    await join('con_1')
    const { isOver } = await hold('con_1')
    await endLeases()
    expect((await join('con_2')).map(({ partition }) => partition)).not.toContain(0)
    expect(await endExpiredHolders({ ctx: { db } })).toBe(1)
    expect(await isOver).toBe('ended')
    await eventually(async () =>
      (
        await takeLeases({ ctx: { db }, input: { owner: 'con_2', held: [], wanted: 4, leaseMs: 9_000 } })
      ).some(({ partition }) => partition === 0),
    )
  })

  it('keeps its session until its last lease has expired', async () => {
    await join('con_1')
    await hold('con_1')
    await db.execute(`update partitions set expires_at = now() - interval '1 second' where id <> 3`)
    expect(await endExpiredHolders({ ctx: { db } })).toBe(0)
  })

  it('does not make the API or another connector lose a session', async () => {
    await join('con_1')
    await hold('api')
    await hold('con_2')
    await endLeases()
    expect(await endExpiredHolders({ ctx: { db } })).toBe(0)
  })

  it('loses its session to a keeper, which then gets the partition', async () => {
    await join('con_1')
    await hold('con_1')
    await endLeases()
    await db.execute(`update connectors set heartbeat_at = now() - interval '30 seconds'`)
    const gained: number[] = []
    const keeper = new LeaseKeeper(
      { leaseDb: db, log: createLogger({ level: 'silent', name: 'test' }), connectorId: 'con_2', config },
      {
        gained: ({ lease }) => gained.push(lease.partition),
        lost: () => undefined,
        giveAway: async () => undefined,
        sessionCount: () => 0,
      },
    )
    await eventually(async () => {
      await keeper.nextRound()
      return gained.includes(0)
    })
  })
})

it('transactions on leases have lower time-outs than the role', async () => {
  const { server, client } = leaseLimits(3_000)
  const { db: leaseDb, close } = connectTo(address, { queryTimeoutMs: client, transactionLimits: server })
  onTestFinished(close)
  const read = (tx: Queryable) =>
    tx.execute(
      `select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock`,
    )
  expect((await leaseDb.transaction(read)).rows).toEqual([{ statement: '1200ms', lock: '750ms' }])
  expect((await read(leaseDb)).rows).toEqual([{ statement: '6s', lock: '4s' }])
})

it('a keeper renews its leases while the rest of its round waits for the database', async () => {
  const lost: LeaseHandle[] = []
  const keeper = new LeaseKeeper(
    { leaseDb: db, log: createLogger({ level: 'silent', name: 'test' }), connectorId: 'con_1', config },
    {
      gained: () => undefined,
      lost: (leaseHandle) => lost.push(leaseHandle),
      giveAway: async () => undefined,
      sessionCount: () => 0,
    },
  )
  await keeper.nextRound()
  const isLocked = gate()
  const unlock = gate()
  const locking = db.transaction(async (tx) => {
    await tx.execute('lock table connectors in access exclusive mode')
    isLocked.open()
    await unlock.promise
  })
  onTestFinished(unlock.open)
  await isLocked.promise
  const rounds = [keeper.nextRound()]
  await eventually(async () => {
    const { rows } = await db.execute(
      `select 1 from pg_locks where relation = 'connectors'::regclass and not granted`,
    )
    return rows.length > 0
  })
  await db.execute('update partitions set expires_at = now()')
  rounds.push(keeper.nextRound())
  await eventually(async () => {
    const { rows } = await db.execute('select 1 from partitions where expires_at <= now()')
    return rows.length === 0
  })
  unlock.open()
  await Promise.all([locking, ...rounds])
  expect(lost).toEqual([])
})

it('a keeper repeats a failed renewal before the next regular one', async () => {
  let failures = 0
  const execute: Database['execute'] = (query) => {
    if (failures-- > 0) throw new Error('a fault of the database')
    return db.execute(query)
  }
  const leaseDb: Pick<Database, 'execute' | 'transaction'> = {
    execute,
    transaction: (run, options) => db.transaction(run, options),
  }
  const config = { VESPER_LEASE_SECONDS: 900, VESPER_CAPACITY: 1 }
  const keeper = new LeaseKeeper(
    { leaseDb, log: createLogger({ level: 'silent', name: 'test' }), connectorId: 'con_1', config },
    {
      gained: () => undefined,
      lost: () => undefined,
      giveAway: async () => undefined,
      sessionCount: () => 0,
    },
  )
  await keeper.start()
  onTestFinished(() => keeper.leave())
  failures = 1
  await keeper.nextRound()
  await db.execute('update partitions set expires_at = now()')
  await eventually(async () => {
    const { rows } = await db.execute('select 1 from partitions where expires_at <= now()')
    return rows.length === 0
  })
})

it('a keeper gives up a partition that another connector took, and takes it again when it is free', async () => {
  const gained: LeaseHandle[] = []
  const lost: LeaseHandle[] = []
  const keeper = new LeaseKeeper(
    { leaseDb: db, log: createLogger({ level: 'silent', name: 'test' }), connectorId: 'con_1', config },
    {
      gained: (leaseHandle) => gained.push(leaseHandle),
      lost: (leaseHandle) => lost.push(leaseHandle),
      giveAway: async () => undefined,
      sessionCount: () => 0,
    },
  )
  await keeper.nextRound()
  expect(gained).toHaveLength(4)
  await db.update(partitions).set({ owner: 'con_2' })
  await keeper.nextRound()
  expect([lost.length, lost.every(({ isValid, ended }) => !isValid && ended.aborted)]).toEqual([4, true])
  await db.update(partitions).set({ owner: null })
  await keeper.nextRound()
  expect(gained.slice(4).map(({ lease }) => lease.epoch)).toEqual([2, 2, 2, 2])
})

it('a connector that joins gets its share, one partition at a time', async () => {
  const log = createLogger({ level: 'silent', name: 'test' })
  const held = { con_1: new Set<LeaseHandle>(), con_2: new Set<LeaseHandle>() }
  let atOnce = 0
  let mostAtOnce = 0
  const keeperOf = (connectorId: keyof typeof held): LeaseKeeper => {
    const mine = held[connectorId]
    const keeper = new LeaseKeeper(
      { leaseDb: db, log, connectorId, config },
      {
        gained: (leaseHandle) => mine.add(leaseHandle),
        lost: (leaseHandle) => mine.delete(leaseHandle),
        async giveAway() {
          mostAtOnce = Math.max(mostAtOnce, ++atOnce)
          const [first] = mine
          if (first) mine.delete(first)
          if (first) await keeper.release(first)
          atOnce--
        },
        sessionCount: () => 0,
      },
    )
    return keeper
  }
  const [first, second] = [keeperOf('con_1'), keeperOf('con_2')]
  await first.nextRound()
  expect(held.con_1.size).toBe(4)
  await second.nextRound()
  await eventually(async () => {
    await first.nextRound()
    await second.nextRound()
    return held.con_2.size === 2
  })
  expect([held.con_1.size, mostAtOnce]).toEqual([2, 1])
  await first.nextRound()
  expect(held.con_1.size).toBe(2)
})

it('a connector renews its leases while its sessions wait for a database connection', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-key-'))
  const keyFile = path.join(folder, 'key')
  await writeFile(keyFile, randomBytes(32).toString('base64'))
  const queue = 'http://127.0.0.1:1/queue'
  const services = await createConnectorServices(
    connectorEnvironment.parse({
      ...address,
      VESPER_COMMAND_QUEUE_URL: `${queue}-{partition}`,
      VESPER_EVENT_QUEUE_URL: queue,
      VESPER_DEAD_LETTER_QUEUE_URL: queue,
      VESPER_MASTER_KEY_FILE: keyFile,
      VESPER_MEDIA_DIR: folder,
      VESPER_MEDIA_URL: 'http://127.0.0.1:1',
      VESPER_MEDIA_KEY: randomBytes(32).toString('base64'),
      LOG_LEVEL: 'silent',
    }),
  )
  try {
    const keeper = new LeaseKeeper(services, {
      gained: () => undefined,
      lost: () => undefined,
      giveAway: async () => undefined,
      sessionCount: () => 0,
    })
    const isLocked = gate()
    const unlock = gate()
    const locking = db.transaction(async (tx) => {
      await tx.execute('lock table messages in access exclusive mode')
      isLocked.open()
      await unlock.promise
    })
    await isLocked.promise
    const waiting = Array.from(
      { length: 30 },
      async () => await services.db.execute('select 1 from messages'),
    )
    await keeper.nextRound()
    expect(keeper.isCurrent).toBe(true)
    unlock.open()
    await Promise.all([locking, ...waiting])
  } finally {
    await services.close()
    await rm(folder, { recursive: true })
  }
})

/** Returns a promise, and a function that resolves it. */
function gate() {
  let open: () => void = () => undefined
  const promise = new Promise<void>((resolve) => {
    open = resolve
  })
  return { promise, open: () => open() }
}

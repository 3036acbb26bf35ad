import { sql } from 'drizzle-orm'
import { afterAll, beforeEach, expect, it, onTestFinished } from 'vitest'
import { type Gate, openGate } from '#chaos/gate.ts'
import { BatchedQueries } from '#connector/batchedQueries.ts'
import type { LeaseHandle } from '#connector/fleet/leaseHandle.ts'
import { LeaseKeeper } from '#connector/fleet/leaseKeeper.ts'
import { persist } from '#connector/persist.ts'
import { type Database, isOutcomeUnknown } from '#shared/database/index.ts'
import { loadCreds, loadKeys, saveCreds } from '#shared/domain/auth-state/index.ts'
import type { Lease } from '#shared/domain/fleet/index.ts'
import { readSession, recordConnected, recordStopped } from '#shared/domain/sessions/index.ts'
import { createLogger } from '#shared/logger.ts'
import { connectTo, type DatabaseAddress } from './support/database.ts'
import { eventually } from './support/eventually.ts'
import { useFleet } from './support/fleet.ts'

const CLIENT_MS = 1_000
const log = createLogger({ level: 'silent', name: 'test' })
const outbox = { wake: async () => undefined }
const now = () => new Date()

let db: Database
let address: DatabaseAddress
let gate: Gate | undefined
const { makeSession } = useFleet((fresh, where) => {
  db = fresh
  address = where
})
beforeEach(async () => {
  await gate?.close()
  gate = await openGate(Number(new URL(address.VESPER_DATABASE_PROXY).port))
})
afterAll(() => gate?.close())

/** Creates a connector whose writes go through the gate. Renewals bypass the gate, so that the connector keeps its leases. */
async function connector() {
  if (!gate) throw new Error('no gate')
  const through = connectTo(
    { ...address, VESPER_DATABASE_PROXY: `tcp://127.0.0.1:${gate.port}` },
    { queryTimeoutMs: CLIENT_MS, maxConnections: 1 },
  )
  onTestFinished(through.close)
  // The transaction opens the connection and checks the role before the gate stalls.
  await through.db.transaction((tx) => tx.execute(sql`select 1`))
  const leaseHandles: LeaseHandle[] = []
  const keeper = new LeaseKeeper(
    { leaseDb: db, log, connectorId: 'con_1', config: { VESPER_LEASE_SECONDS: 60, VESPER_CAPACITY: 1 } },
    {
      gained: (leaseHandle) => leaseHandles.push(leaseHandle),
      lost: () => undefined,
      giveAway: async () => undefined,
      sessionCount: () => 0,
    },
  )
  await keeper.nextRound()
  const find = (epoch: number) =>
    leaseHandles.find(({ lease }) => lease.partition === 0 && lease.epoch === epoch)
  const first = find(1)
  if (!first) throw new Error('no lease')
  return {
    ctx: { db: through.db, now, outbox },
    first,
    /** Takes the partition again after the first lease was given up. */
    next: () =>
      eventually(async () => {
        await keeper.nextRound()
        return find(2)
      }),
  }
}

/** Forwards the stalled statements, and waits until the server has run them. */
async function deliverLate(): Promise<void> {
  gate?.mend()
  await eventually(async () => {
    const { rows } = await db.execute(sql`
      select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`)
    return rows.length === 0
  })
}

const keyOf = (byte: number) => ({
  saved: [{ type: 'session', id: 'a', value: Buffer.of(byte) }],
  deleted: [],
  journal: [],
})

it("a late commit of Signal keys does not overwrite the writes of the same connector's next socket", async () => {
  const sessionId = await makeSession(0)
  const { ctx, first, next } = await connector()
  gate?.stall()
  const failed = await new BatchedQueries(ctx)
    .forLease(first.lease)
    .saveKeys(sessionId, keyOf(1))
    .catch((error: unknown) => error)
  expect(isOutcomeUnknown(failed)).toBe(true)
  // A socket ends its lease after an error of its storage.
  first.reportWriteFailure(failed)
  const { lease } = await next()
  await new BatchedQueries({ ...ctx, db }).forLease(lease).saveKeys(sessionId, keyOf(2))
  await deliverLate()
  expect(await loadKeys({ ctx: { db }, input: [{ sessionId, type: 'session', ids: ['a'] }] })).toEqual([
    [{ id: 'a', value: Buffer.of(2) }],
  ])
})

it("a late commit of credentials does not overwrite the writes of the same connector's next socket", async () => {
  const sessionId = await makeSession(0)
  const { ctx, first, next } = await connector()
  const save = (at: { db: Database }, lease: Lease, byte: number) =>
    saveCreds({
      ctx: at,
      input: { lease, sessionId, creds: { wrappedKey: Buffer.of(0), value: Buffer.of(byte) } },
    })
  gate?.stall()
  expect(await persist(first, log, () => save(ctx, first.lease, 1))).toBe('ended')
  const { lease } = await next()
  await save({ db }, lease, 2)
  await deliverLate()
  expect((await loadCreds({ ctx: { db }, input: { sessionId } }))?.value).toEqual(Buffer.of(2))
})

it('a transaction with a late COMMIT does not overwrite a newer status of the session', async () => {
  const sessionId = await makeSession(0)
  await db.execute(
    sql.raw(`alter role current_user in database "${new URL(address.DATABASE_URL).pathname.slice(1)}"
    set idle_in_transaction_session_timeout = 500`),
  )
  const { ctx, first, next } = await connector()
  const hold = (lease: Lease) => ({ lease, sessionId, generation: 'run_1' })
  const commit = persist(first, log, async () => {
    await ctx.db.transaction(async (tx) => {
      const inside = {
        ...ctx,
        db: { transaction: (run: (own: typeof tx) => unknown) => run(tx) } as never as Database,
      }
      await recordStopped({
        ctx: inside,
        input: {
          hold: hold(first.lease),
          stop: { reason: 'replaced', unlinked: false, retryAt: null, refusals: 1, ban: null },
        },
      })
      gate?.stall()
    })
  })
  expect(await commit).toBe('ended')
  const { lease } = await next()
  await recordConnected({
    ctx: { db, now, outbox },
    input: { hold: hold(lease), me: { phone: '1', lid: null, pushName: null } },
  })
  await deliverLate()
  expect(await readSession({ ctx: { db }, input: { id: sessionId } })).toMatchObject({ status: 'connected' })
})

it('a write that the server refused or ended is retried under the same lease', async () => {
  const { first } = await connector()
  let tries = 0
  const write = async () => {
    tries += 1
    if (tries === 1)
      throw Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' })
  }
  expect([await persist(first, log, write), tries, first.isValid]).toEqual(['written', 2, true])
})

import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { BatchedQueries } from '#connector/batchedQueries.ts'
import { type Database, events, messages } from '#shared/database/index.ts'
import { loadKeys, saveCreds, saveKeys, unprocessedJournal } from '#shared/domain/auth-state/index.ts'
import { LeaseLost, takeLeases } from '#shared/domain/fleet/index.ts'
import { advanceStatus, claimMessages, failMessage } from '#shared/domain/messages/index.ts'
import { readSession, recordStopped } from '#shared/domain/sessions/index.ts'
import { useFleet } from './support/fleet.ts'

let db: Database
/** A sealed secret of a message. */
const secret = Buffer.from('sealed')
/** No publisher runs in these tests. */
const outbox = { wake: async () => undefined }
const { join, endLeases, makeSession } = useFleet((fresh) => {
  db = fresh
})

describe('a connector whose lease another connector has', () => {
  it('writes nothing', async () => {
    const sessionId = await makeSession(0)
    const old = (await join('con_1')).find(({ partition }) => partition === 0)
    await endLeases()
    const current = (await join('con_2')).find(({ partition }) => partition === 0)
    if (!old || !current) throw new Error('no lease')
    const ctx = { db, now: () => new Date(), outbox }
    const input = { sessionId, messageId: 'M' }
    const seal = { saved: [{ type: 'session', id: 'a', value: Buffer.of(1) }], deleted: [], journal: [] }
    const status = { sessionId, messageIds: ['M'], author: 'me', status: 'SENT' } as const
    const hold = { lease: old, sessionId, generation: 'run_1' }
    const late = [
      () => failMessage({ ctx, input: { lease: old, ...input, error: 'timeout' } }),
      () =>
        saveCreds({
          ctx,
          input: { lease: old, sessionId, creds: { wrappedKey: Buffer.of(1), value: Buffer.of(1) } },
        }),
      () =>
        recordStopped({
          ctx,
          input: {
            hold,
            stop: { reason: 'logged_out', unlinked: true, retryAt: null, refusals: 1, ban: null },
          },
        }),
    ]
    for (const write of late) await expect(write()).rejects.toThrow(LeaseLost)
    const shared = [
      claimMessages({ ctx, input: [{ ...input, secret, lease: old }] }),
      advanceStatus({ ctx, input: [{ ...status, lease: old }] }),
      saveKeys({ ctx, input: [{ sessionId, changes: seal, lease: old }] }),
    ]
    for (const answers of await Promise.all(shared)) expect(answers).toEqual([expect.any(LeaseLost)])
    expect(await loadKeys({ ctx, input: [{ sessionId, type: 'session', ids: ['a'] }] })).toEqual([[]])
    expect(await readSession({ ctx, input: { id: sessionId } })).toMatchObject({ status: 'connecting' })
    expect(await claimMessages({ ctx, input: [{ ...input, secret, lease: current }] })).toMatchObject([
      { row: { status: 'PENDING', attempts: 1 }, isOptedOut: false },
    ])
  })
})

describe('a statement that writes for several partitions', () => {
  it('writes only for those with a valid lease', async () => {
    const [lost, kept] = await Promise.all([makeSession(0), makeSession(1)])
    const before = await join('con_1')
    await db.execute(`update partitions set expires_at = now() - interval '1 second' where id = 0`)
    await takeLeases({ ctx: { db }, input: { owner: 'con_2', held: [], wanted: 16, leaseMs: 9_000 } })
    const writes = [lost, kept].map((sessionId, partition) => {
      const lease = before.find((one) => one.partition === partition)
      if (!lease) throw new Error('no lease')
      return { lease, sessionId }
    })
    const ctx = { db, now: () => new Date(), outbox }
    const key = { type: 'session', id: 'a', value: Buffer.of(1) }
    const changes = {
      saved: [key],
      deleted: [{ type: 'session', id: 'b' }],
      journal: [{ hash: 'h', value: Buffer.of(1), receivedAt: new Date() }],
    }
    const isLost = expect.any(LeaseLost)
    const saved = writes.map((write) => ({ ...write, changes }))
    expect(await saveKeys({ ctx, input: saved })).toEqual([isLost, undefined])
    const queries = [lost, kept].map((sessionId) => ({ sessionId, type: 'session', ids: ['a', 'b'] }))
    expect(await loadKeys({ ctx, input: queries })).toEqual([[], [{ id: 'a', value: Buffer.of(1) }]])
    expect(await unprocessedJournal({ ctx, input: { sessionId: lost } })).toEqual([])
    expect(await unprocessedJournal({ ctx, input: { sessionId: kept } })).toHaveLength(1)
    const claims = writes.map((write) => ({ ...write, messageId: 'M', secret }))
    expect(await claimMessages({ ctx, input: claims })).toEqual([
      isLost,
      { row: expect.objectContaining({ attempts: 1 }), isOptedOut: false, timer: null },
    ])
    const sent = { messageIds: ['M'], author: 'me', status: 'SENT' } as const
    const steps = writes.map((write) => ({ ...write, ...sent }))
    expect(await advanceStatus({ ctx, input: steps })).toEqual([isLost, undefined])
    const rows = await db.select().from(messages).orderBy(messages.sessionId)
    expect(rows.map(({ status, attempts }) => [status, attempts])).toEqual([
      ['PENDING', 0],
      ['SENT', 1],
    ])
  })

  it('ignores the writes of an earlier epoch of the same partition', async () => {
    const sessionId = await makeSession(0)
    const old = (await join('con_1')).find(({ partition }) => partition === 0)
    await endLeases()
    const current = (await join('con_1')).find(({ partition }) => partition === 0)
    if (!old || !current) throw new Error('no lease')
    const change = (byte: number) => ({
      saved: [{ type: 'session', id: 'a', value: Buffer.of(byte) }],
      deleted: [],
      journal: [],
    })
    const answers = await saveKeys({
      ctx: { db },
      input: [
        { lease: current, sessionId, changes: change(2) },
        { lease: old, sessionId, changes: change(1) },
      ],
    })
    expect(answers).toEqual([undefined, expect.any(LeaseLost)])
    const [keys] = await loadKeys({ ctx: { db }, input: [{ sessionId, type: 'session', ids: ['a'] }] })
    expect(keys).toEqual([{ id: 'a', value: Buffer.of(2) }])
  })

  it('reports a receipt of an earlier epoch as not stored, while the current epoch stores another', async () => {
    const sessionId = await makeSession(0)
    const old = (await join('con_1')).find(({ partition }) => partition === 0)
    await endLeases()
    const current = (await join('con_1')).find(({ partition }) => partition === 0)
    if (!old || !current) throw new Error('no lease')
    const ctx = { db, now: () => new Date(), outbox }
    const change = { sessionId, messageIds: ['M'], author: 'me' } as const
    const answers = await advanceStatus({
      ctx,
      input: [
        { ...change, lease: old, status: 'READ' },
        { ...change, lease: current, status: 'SENT' },
      ],
    })
    expect(answers).toEqual([expect.any(LeaseLost), undefined])
    expect(await db.select({ status: messages.status }).from(messages)).toEqual([{ status: 'SENT' }])
  })
})

it('receipts of one chat that are stored together emit events in the order of its messages', async () => {
  const sessionId = await makeSession(0)
  const lease = (await join('con_1')).find(({ partition }) => partition === 0)
  const [first] = await db.select().from(messages)
  if (!lease || !first) throw new Error('no lease')
  const { seq: _, ...like } = first
  const ids = ['Z', 'C', 'X', 'A', 'Y']
  for (const id of ids) await db.insert(messages).values({ ...like, id })
  const ctx = { db, now: () => new Date(), outbox }
  const received = { sessionId, lease, author: 'me', status: 'DELIVERED' } as const
  await advanceStatus({ ctx, input: ids.map((id) => ({ ...received, messageIds: [id] })) })
  const told = await db.select().from(events).orderBy(events.seq)
  const expected = ['message.sent', 'message.delivered'].flatMap((type) => ids.map((id) => [type, id]))
  expect(told.map(({ type, data }) => [type, 'id' in data && data.id])).toEqual(expected)
})

it('the end of an earlier run deletes no credentials of a restarted session', async () => {
  const sessionId = await makeSession(0)
  const lease = (await join('con_1')).find(({ partition }) => partition === 0)
  if (!lease) throw new Error('no lease')
  const ctx = { db, now: () => new Date(), outbox }
  const changes = { saved: [{ type: 'session', id: 'a', value: Buffer.of(1) }], deleted: [], journal: [] }
  await saveKeys({ ctx, input: [{ lease, sessionId, changes }] })
  await recordStopped({
    ctx,
    input: {
      hold: { lease, sessionId, generation: 'run_0' },
      stop: { reason: 'logged_out', unlinked: true, retryAt: null, refusals: 1, ban: null },
    },
  })
  expect(await loadKeys({ ctx, input: [{ sessionId, type: 'session', ids: ['a'] }] })).toMatchObject([
    [{ id: 'a' }],
  ])
  expect((await readSession({ ctx, input: { id: sessionId } }))?.pairedAt).not.toBeNull()
})

it('a message whose row is locked does not hold up the claims and the receipts of other messages', async () => {
  const sessionIds = await Promise.all([makeSession(0), makeSession(1)])
  const leases = await join('con_1')
  const batched = new BatchedQueries({ db, now: () => new Date(), outbox })
  const [blocked, free] = sessionIds.map((sessionId, id) => {
    const lease = leases.find(({ partition }) => partition === id)
    if (!lease) throw new Error('no lease')
    const queries = batched.forLease(lease)
    return {
      claim: () => queries.claim({ sessionId, messageId: 'M', secret }),
      receive: (status: 'SENT' | 'READ') =>
        queries.advanceStatus({ sessionId, messageIds: ['M'], author: 'me', status }),
    }
  })
  if (!blocked || !free) throw new Error('no session')
  const ended: string[] = []
  const isEnded = (name: string) => () => void ended.push(name)
  const { waiting } = await db.transaction(async (tx) => {
    await tx.select().from(messages).where(eq(messages.sessionId, 'session-0')).for('update')
    const claims = [blocked.claim().then(isEnded('claim')), free.claim()] as const
    expect(await claims[1]).toMatchObject({ row: { sessionId: 'session-1', attempts: 1 } })
    const receipts = [blocked.receive('SENT').then(isEnded('receipt')), free.receive('SENT')] as const
    await receipts[1]
    await free.receive('READ')
    expect(ended).toEqual([])
    return { waiting: [claims[0], receipts[0]] }
  })
  await Promise.all(waiting)
  const rows = await db.select().from(messages).orderBy(messages.sessionId)
  // The receipt may have come before the claim, which then finds no pending message.
  expect(rows.map(({ status }) => status)).toEqual(['SENT', 'READ'])
})

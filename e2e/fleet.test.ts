import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { connectorEnvironment } from '#connector/config.ts'
import { createConnectorServices } from '#connector/createServices.ts'
import { LeaseKeeper } from '#connector/fleet/leaseKeeper.ts'
import type { Tenure } from '#connector/fleet/tenure.ts'
import { type DatabaseConnection, events, messages, partitions, sessions } from '#shared/database/index.ts'
import { createAccount } from '#shared/domain/accounts/index.ts'
import { loadKeys, saveCreds, saveKeys, unprocessedJournal } from '#shared/domain/auth-state/index.ts'
import {
  beat,
  type Lease,
  LeaseLost,
  readFleet,
  releaseLease,
  renewLeases,
  takeLeases,
} from '#shared/domain/fleet/index.ts'
import { advanceStatus, claimMessages, failMessage } from '#shared/domain/messages/index.ts'
import { readSession, recordStopped } from '#shared/domain/sessions/index.ts'
import { createLogger } from '#shared/logger.ts'
import { connectTo, createDatabase, type DatabaseAddress } from './support/database.ts'
import { eventually } from './support/eventually.ts'

const connections: DatabaseConnection[] = []
let address: DatabaseAddress
let connection: DatabaseConnection
let db: DatabaseConnection['db']
/** Nobody publishes here. */
const config = { VESPER_LEASE_SECONDS: 9, VESPER_CAPACITY: 1_000 }
const outbox = { wake: async () => undefined }

beforeEach(async () => {
  address = await createDatabase()
  connection = connectTo(address)
  connections.push(connection)
  db = connection.db
})
afterAll(() => Promise.all(connections.map(({ close }) => close())))

async function join(owner: string): Promise<Lease[]> {
  await beat(db, { id: owner, sessions: 0, partitions: 0, capacity: 1_000, memoryBytes: 0 })
  return await takeLeases(db, owner, [], {
    wanted: (await readFleet(db, 9_000)).share,
    leaseMs: 9_000,
  })
}

const endLeases = () => db.execute(`update partitions set expires_at = now() - interval '1 second'`)

/** A session in a partition, with a message to send. */
async function makeSession(partition: number): Promise<string> {
  const { appId } = await createAccount({
    ctx: { db },
    input: { name: 'A', plan: 'self_hosted', appName: 'B' },
  })
  const id = `session-${partition}`
  await db.insert(sessions).values({ id, appId, name: 'S', partition, run: 'run_1', pairedAt: new Date() })
  await db.insert(messages).values({
    id: 'M',
    sessionId: id,
    sender: 'me',
    appId,
    remoteJid: '1@s.whatsapp.net',
    fromMe: true,
    type: 'text',
    content: { text: 'x' },
    status: 'PENDING',
    source: 'api',
    timestamp: 0,
    expiresAt: new Date(Date.now() + 60_000),
  })
  return id
}

describe('leases', () => {
  it('are all taken by the only connector, and shared with a second as they come free', async () => {
    const first = await join('con_1')
    expect(first.map(({ partition }) => partition).sort()).toEqual([0, 1, 2, 3])
    expect(await join('con_2')).toEqual([])
    await endLeases()
    expect(await join('con_2')).toHaveLength(2)
  })

  it('are taken once by ten connectors at the same time', async () => {
    const taken = await Promise.all(Array.from({ length: 10 }, (_, index) => join(`con_${index}`)))
    const ids = taken.flat().map(({ partition }) => partition)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('begin a new epoch with each owner, also when it is the same', async () => {
    const [first] = await join('con_1')
    if (!first) throw new Error('no lease')
    await releaseLease(db, first)
    const [again] = await takeLeases(db, 'con_1', [], { wanted: 4, leaseMs: 9_000 })
    expect(again).toMatchObject({ partition: first.partition, owner: 'con_1', epoch: first.epoch + 1 })
  })

  it('are not renewed once another has them, nor under an older epoch', async () => {
    const held = await join('con_1')
    expect(await renewLeases(db, held, 9_000)).toHaveLength(4)
    await endLeases()
    const taken = await join('con_2')
    const kept = await renewLeases(db, held, 9_000)
    expect(kept.map(({ partition }) => partition)).not.toEqual(
      expect.arrayContaining(taken.map(({ partition }) => partition)),
    )
    expect(
      await renewLeases(
        db,
        held.map((lease) => ({ ...lease, epoch: lease.epoch - 1 })),
        9_000,
      ),
    ).toEqual([])
  })

  it('are not taken from under a fenced write that has begun', async () => {
    await join('con_1')
    await endLeases()
    await db.transaction(async (tx) => {
      await tx.execute('select 1 from partitions where id = 0 for key share')
      const taken = await join('con_2')
      expect(taken.map(({ partition }) => partition)).not.toContain(0)
    })
  })
})

describe('a connector whose lease another has', () => {
  it('writes nothing any more', async () => {
    const sessionId = await makeSession(0)
    const old = (await join('con_1')).find(({ partition }) => partition === 0)
    await endLeases()
    const current = (await join('con_2')).find(({ partition }) => partition === 0)
    if (!old || !current) throw new Error('no lease')
    const ctx = { db, now: () => new Date(), outbox }
    const input = { sessionId, messageId: 'M' }
    const seal = { saved: [{ type: 'session', id: 'a', value: Buffer.of(1) }], deleted: [], journal: [] }
    const status = { sessionId, messageIds: ['M'], author: 'me', status: 'SENT' } as const
    const hold = { lease: old, sessionId, run: 'run_1' }
    const late = [
      () => failMessage({ ctx, lease: old, input: { ...input, error: 'timeout' } }),
      () => saveCreds(ctx, old, sessionId, { wrappedKey: Buffer.of(1), value: Buffer.of(1) }),
      () => recordStopped(ctx, hold, { reason: 'logged_out', unlinked: true }),
    ]
    for (const write of late) await expect(write()).rejects.toThrow(LeaseLost)
    const shared = [
      claimMessages({ ctx, input: [{ ...input, lease: old }] }),
      advanceStatus({ ctx, input: [{ ...status, lease: old }] }),
      saveKeys(ctx, [{ sessionId, changes: seal, lease: old }]),
    ]
    for (const answers of await Promise.all(shared)) expect(answers).toEqual([expect.any(LeaseLost)])
    expect(await loadKeys(ctx, [{ sessionId, type: 'session', ids: ['a'] }])).toEqual([[]])
    expect(await readSession(ctx, sessionId)).toMatchObject({ status: 'connecting' })
    expect(await claimMessages({ ctx, input: [{ ...input, lease: current }] })).toMatchObject([
      { status: 'PENDING', attempts: 1 },
    ])
  })
})

describe('a statement that writes for several partitions', () => {
  it('writes for those whose lease holds, and for no other', async () => {
    const [lost, kept] = await Promise.all([makeSession(0), makeSession(1)])
    const before = await join('con_1')
    await db.execute(`update partitions set expires_at = now() - interval '1 second' where id = 0`)
    await takeLeases(db, 'con_2', [], { wanted: 16, leaseMs: 9_000 })
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
    expect(await saveKeys(ctx, saved)).toEqual([isLost, undefined])
    const queries = [lost, kept].map((sessionId) => ({ sessionId, type: 'session', ids: ['a', 'b'] }))
    expect(await loadKeys(ctx, queries)).toEqual([[], [{ id: 'a', value: Buffer.of(1) }]])
    expect(await unprocessedJournal(ctx, lost)).toEqual([])
    expect(await unprocessedJournal(ctx, kept)).toHaveLength(1)
    const claims = writes.map((write) => ({ ...write, messageId: 'M' }))
    expect(await claimMessages({ ctx, input: claims })).toEqual([
      isLost,
      expect.objectContaining({ attempts: 1 }),
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

  it('lets what an earlier tenure of the same partition left behind stand for nothing', async () => {
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
    const answers = await saveKeys({ db }, [
      { lease: current, sessionId, changes: change(2) },
      { lease: old, sessionId, changes: change(1) },
    ])
    expect(answers).toEqual([undefined, expect.any(LeaseLost)])
    const [keys] = await loadKeys({ db }, [{ sessionId, type: 'session', ids: ['a'] }])
    expect(keys).toEqual([{ id: 'a', value: Buffer.of(2) }])
  })

  it('tells an earlier tenure that its receipt was not stored, where the present one stores another', async () => {
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

it('receipts of one chat that are stored together are told of in the order of its messages', async () => {
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
  expect(told.map(({ type, data }) => [type, data.id])).toEqual(expected)
})

it('an ending of an earlier run takes no credentials from a session that its user has restarted', async () => {
  const sessionId = await makeSession(0)
  const lease = (await join('con_1')).find(({ partition }) => partition === 0)
  if (!lease) throw new Error('no lease')
  const ctx = { db, now: () => new Date(), outbox }
  const changes = { saved: [{ type: 'session', id: 'a', value: Buffer.of(1) }], deleted: [], journal: [] }
  await saveKeys(ctx, [{ lease, sessionId, changes }])
  await recordStopped(ctx, { lease, sessionId, run: 'run_0' }, { reason: 'logged_out', unlinked: true })
  expect(await loadKeys(ctx, [{ sessionId, type: 'session', ids: ['a'] }])).toMatchObject([[{ id: 'a' }]])
  expect((await readSession(ctx, sessionId))?.pairedAt).not.toBeNull()
})

it('a keeper gives up a partition that another has taken, and takes it anew when it is free', async () => {
  const gained: Tenure[] = []
  const lost: Tenure[] = []
  const keeper = new LeaseKeeper(
    { leaseDb: db, log: createLogger({ level: 'silent', name: 'test' }), connectorId: 'con_1', config },
    {
      gained: (tenure) => gained.push(tenure),
      lost: (tenure) => lost.push(tenure),
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

it('a connector that joins gets its share, one partition after the other', async () => {
  const log = createLogger({ level: 'silent', name: 'test' })
  const held = { con_1: new Set<Tenure>(), con_2: new Set<Tenure>() }
  let atOnce = 0
  let mostAtOnce = 0
  const keeperOf = (connectorId: keyof typeof held): LeaseKeeper => {
    const mine = held[connectorId]
    const keeper = new LeaseKeeper(
      { leaseDb: db, log, connectorId, config },
      {
        gained: (tenure) => mine.add(tenure),
        lost: (tenure) => mine.delete(tenure),
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

it('a connector whose sessions wait for a connection to the database renews its leases meanwhile', async () => {
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

/** Lets whoever waits go on when somebody says so. */
function gate() {
  let open: () => void = () => undefined
  const promise = new Promise<void>((resolve) => {
    open = resolve
  })
  return { promise, open: () => open() }
}

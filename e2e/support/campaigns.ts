import { eq } from 'drizzle-orm'
import { afterAll, beforeEach } from 'vitest'
import type { Plan } from '#shared/contracts/accounts.ts'
import type { SendFailure } from '#shared/contracts/messages.ts'
import type { Restriction } from '#shared/contracts/restrictions.ts'
import type { DisconnectReason } from '#shared/contracts/sessions.ts'
import { type DatabaseConnection, messages, sessions, usageCounters } from '#shared/database/index.ts'
import { createAccount } from '#shared/domain/accounts/index.ts'
import {
  campaignInput,
  createCampaign,
  getCampaign,
  listCampaignRecipients,
  sweepCampaigns,
  tickCampaign,
} from '#shared/domain/broadcast/index.ts'
import { type Lease, recordHeartbeat, takeLeases } from '#shared/domain/fleet/index.ts'
import { advanceStatus, failMessage, sendMessage } from '#shared/domain/messages/index.ts'
import { ServiceUnavailable } from '#shared/errors/index.ts'
import { newSessionId } from '#shared/ids.ts'
import { phoneJid } from '#shared/jid.ts'
import type { Job } from '#shared/queues/index.ts'
import { contextOn, type TestContext } from './context.ts'
import { connectTo, createDatabase } from './database.ts'

/** An account with a session that no connector holds, a clock under control of the test, and a QStash that calls in order. */
export interface CampaignStage {
  ctx: TestContext
  accountId: string
  session: string
  lease: Lease
  /** Ids of the messages with an enqueued command. */
  enqueued: string[]
  queueIsUp: boolean
  /** The calls that QStash has to make, with their times. */
  waiting: { job: Job<'campaign-tick'>; at: number }[]
}

const leases = new WeakMap<DatabaseConnection, Promise<Lease>>()

/** Opens a stage with a fresh account of a plan. */
export async function openStage(
  connection: DatabaseConnection,
  plan: Plan = 'self_hosted',
): Promise<CampaignStage> {
  const input = { name: 'Test', plan, appName: 'Test' }
  const { accountId, appId } = await createAccount({ ctx: connection, input })
  const stage = { accountId, enqueued: [], queueIsUp: true, waiting: [] } as unknown as CampaignStage
  let now = Date.UTC(2026, 10, 23, 10)
  const send = async ({ command }: { command: { type: string; messageId?: string } }) => {
    if (!stage.queueIsUp) throw new ServiceUnavailable({ dependency: 'queue' })
    if (command.messageId) stage.enqueued.push(command.messageId)
  }
  stage.ctx = {
    ...contextOn(connection),
    appId,
    now: () => new Date(now),
    advance: (ms) => {
      now += ms
    },
    published: [],
    qstashIsUp: true,
    commands: { send, sendAll: async () => [] },
    jobs: {
      async publishAll(jobs) {
        if (!stage.ctx.qstashIsUp) return []
        for (const job of jobs) {
          const tick = job as unknown as Job<'campaign-tick'>
          stage.waiting.push({ job: tick, at: now + (tick.delaySeconds ?? 0) * 1000 })
        }
        return [...jobs]
      },
    },
  }
  const taken = leases.get(connection) ?? takeLease(connection)
  leases.set(connection, taken)
  stage.lease = await taken
  stage.session = await addSession(stage)
  return stage
}

/** Adds a paired and connected session. */
export async function addSession({ ctx, lease }: Pick<CampaignStage, 'ctx' | 'lease'>): Promise<string> {
  const id = newSessionId()
  const state = { status: 'connected', lastEventStatus: 'connected', pairedAt: ctx.now() } as const
  await ctx.db
    .insert(sessions)
    .values({ id, appId: ctx.appId, name: id, partition: lease.partition, generation: 'run_1', ...state })
  return id
}

async function takeLease({ db }: DatabaseConnection): Promise<Lease> {
  await recordHeartbeat({
    ctx: { db },
    input: { id: 'con_1', sessions: 0, partitions: 0, capacity: 1_000, memoryBytes: 0 },
  })
  const [first] = await takeLeases({
    ctx: { db },
    input: { owner: 'con_1', held: [], wanted: 1, leaseMs: 3_600_000 },
  })
  if (!first) throw new Error('There is no partition to lease')
  return first
}

/** Returns `count` recipients with consecutive numbers. */
export function people(count: number, from = 0) {
  return Array.from({ length: count }, (_, index) => ({ phone: String(905550000000 + from + index) }))
}

export async function create({ ctx, session }: CampaignStage, given: object = {}) {
  const input = { session, name: 'Sale', text: 'Hello', recipients: people(3), ...given }
  return await createCampaign({ ctx, input: campaignInput.parse(input) })
}

/**
 * Makes QStash's next call at its time.
 * @returns false if there is none
 */
export async function callNext({ ctx, waiting }: CampaignStage): Promise<boolean> {
  waiting.sort((a, b) => a.at - b.at)
  const next = waiting.shift()
  if (!next) return false
  ctx.advance(Math.max(0, next.at - ctx.now().getTime()))
  await tickCampaign({ ctx, input: next.job.input })
  return true
}

/** Makes QStash's calls until `isDone`, or until none is left. */
export async function play(stage: CampaignStage, isDone: () => Promise<boolean> | boolean = () => false) {
  for (let calls = 0; calls < 2_000; calls++) {
    if (await isDone()) return
    if (!(await callNext(stage))) return
  }
  throw new Error('The campaign still calls after 2,000 calls')
}

export async function sweepAndPlay(stage: CampaignStage) {
  await sweepCampaigns(stage)
  await play(stage)
}

export const read = ({ ctx }: CampaignStage, id: string) => getCampaign({ ctx, input: { id } })

export async function recipientsOf({ ctx }: CampaignStage, id: string) {
  return (await listCampaignRecipients({ ctx, input: { id, limit: 100 } })).items
}

/** Returns the accepted messages of the app in order. */
export async function accepted({ ctx }: CampaignStage) {
  const own = eq(messages.appId, ctx.appId)
  return await ctx.db.select().from(messages).where(own).orderBy(messages.createdAt, messages.seq)
}

/** Returns the account's broadcast units of all months. */
export async function unitsUsed({ ctx, accountId }: CampaignStage): Promise<number> {
  const rows = await ctx.db.select().from(usageCounters)
  return rows.filter((row) => row.accountId === accountId).reduce((sum, row) => sum + row.broadcast, 0)
}

/** Changes a session's state as its connector does. */
export async function setSession(
  { ctx }: CampaignStage,
  state: {
    lastEventStatus?: 'connected' | DisconnectReason
    pairedAt?: Date | null
    restrictions?: Restriction[]
  },
) {
  await ctx.db.update(sessions).set(state)
}

/** Sends a text as the API does. */
export async function sendByApi({ ctx, session }: CampaignStage, phone: string) {
  const input = {
    sessionId: session,
    remoteJid: phoneJid(phone),
    type: 'text',
    content: { text: 'hi' },
  } as const
  return (await sendMessage({ ctx, input })).key.id
}

/** Sets a status for all accepted messages. */
export async function takeAllOf(stage: CampaignStage, status: 'SENT' | 'DELIVERED' | 'READ' = 'SENT') {
  const messageIds = (await accepted(stage)).map(({ id }) => id)
  const input = { sessionId: stage.session, messageIds, author: 'me', status } as const
  await advanceStatus({ ctx: stage.ctx, input: [{ ...input, lease: stage.lease }] })
}

/** Fails a message. */
export async function fail({ ctx, lease, session }: CampaignStage, messageId: string, error: SendFailure) {
  await failMessage({ ctx, input: { lease, sessionId: session, messageId, error } })
}

/** Returns the phone numbers of all accepted messages, in order. */
export async function sentToOf(stage: CampaignStage) {
  return (await accepted(stage)).map(({ remoteJid }) => remoteJid.split('@')[0])
}

export const phones = (count: number, from = 0) => people(count, from).map(({ phone }) => phone)

/** Opens a stage on a fresh database before each test, and returns helpers for it. */
export function useCampaigns(onFresh: (stage: CampaignStage, connection: DatabaseConnection) => void) {
  const connections: DatabaseConnection[] = []
  let stage: CampaignStage

  beforeEach(async () => {
    const connection = connectTo(await createDatabase())
    connections.push(connection)
    stage = await openStage(connection)
    onFresh(stage, connection)
  })
  afterAll(() => Promise.all(connections.map(({ close }) => close())))

  return {
    sentTo: () => sentToOf(stage),
    takeAll: (status?: 'SENT' | 'DELIVERED' | 'READ') => takeAllOf(stage, status),
    untilAccepted: (count: number) => async () => (await accepted(stage)).length >= count,
  }
}

import { and, eq, sql } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import type { Restriction } from '#shared/contracts/restrictions.ts'
import type { DisconnectReason } from '#shared/contracts/sessions.ts'
import { groups, sessions, type Transaction, whatsappCreds, whatsappKeys } from '#shared/database/index.ts'
import { deleteRows, runBatch } from '../batches/index.ts'
import type { Context } from '../context.ts'
import { emit } from '../events/index.ts'
import { assertLease, holdsLease, type Lease } from '../fleet/index.ts'
import { connectedEvent, disconnectedEvent, type SessionEvent, toSessionEvent } from './sessionEvents.ts'

/** A connector's hold on one generation of a session, under a lease. */
export interface SessionHold {
  lease: Lease
  sessionId: string
  generation: string
}

type Ctx = Pick<Context, 'db' | 'now' | 'outbox'>
type Row = typeof sessions.$inferSelect

/**
 * Stores a new QR code, which is valid until `expiresAt`.
 * @throws LeaseLost
 */
export async function recordQr({
  ctx,
  input: { hold, qr },
}: {
  ctx: Ctx
  input: { hold: SessionHold; qr: { text: string; expiresAt: Date } }
}): Promise<void> {
  await update(
    ctx,
    hold,
    { status: 'connecting', reason: null, qr: qr.text, qrExpiresAt: qr.expiresAt },
    ({ row: { id: session } }) => ({
      type: 'session.qr',
      data: { session, qr: qr.text, expiresAt: qr.expiresAt.toISOString() },
    }),
  )
}

/**
 * Records that the phone accepted the link. The first login of the socket follows.
 * @throws LeaseLost
 */
export async function recordPaired({ ctx, input: hold }: { ctx: Ctx; input: SessionHold }): Promise<void> {
  const change = { pairedAt: ctx.now(), qr: null, qrExpiresAt: null, groupsSyncedAt: null }
  await update(ctx, hold, change, async ({ tx }) => {
    // The linked account may differ from the earlier account.
    await tx.delete(groups).where(eq(groups.sessionId, hold.sessionId))
    return null
  })
}

/**
 * Records a login: WhatsApp now accepts messages.
 * @throws LeaseLost
 */
export async function recordConnected({
  ctx,
  input: { hold, me },
}: {
  ctx: Ctx
  input: { hold: SessionHold; me: { phone: string | null; lid: string | null; pushName: string | null } }
}): Promise<void> {
  await update(
    ctx,
    hold,
    {
      status: 'connected',
      reason: null,
      qr: null,
      qrExpiresAt: null,
      pairedAt: sql`coalesce(${sessions.pairedAt}, ${ctx.now().toISOString()}::timestamptz)`,
      connectedAt: ctx.now(),
      lastEventStatus: 'connected',
      ...me,
    },
    ({ before, row }) => (before.lastEventStatus === 'connected' ? null : connectedEvent(row)),
  )
}

/**
 * Records the display name of the account, which a personal account tells after its first login.
 * @throws LeaseLost
 */
export async function recordPushName({
  ctx,
  input: { hold, pushName },
}: {
  ctx: Ctx
  input: { hold: SessionHold; pushName: string }
}): Promise<void> {
  await update(ctx, hold, { pushName })
}

/**
 * Records that the socket is down and will open again. A hand-over to another connector has no reason, and emits no
 * event.
 * @throws LeaseLost
 */
export async function recordReconnecting({
  ctx,
  input: { hold, reason },
}: {
  ctx: Ctx
  input: { hold: SessionHold; reason: 'connection_lost' | null }
}): Promise<void> {
  await update(
    ctx,
    hold,
    {
      status: 'connecting',
      reason,
      qr: null,
      qrExpiresAt: null,
      lastEventStatus: sql`case when ${sessions.lastEventStatus} = 'connected' then coalesce(${reason}, 'connected') else ${sessions.lastEventStatus} end`,
    },
    ({ before }) =>
      reason && before.lastEventStatus === 'connected' ? disconnectedEvent(before.id, reason) : null,
  )
}

/**
 * Records that a session is stopped until its user acts. An unlinked session also loses its credentials, which are no
 * longer valid.
 * @throws LeaseLost
 */
export async function recordStopped({
  ctx,
  input: { hold, stop },
}: {
  ctx: Ctx
  input: { hold: SessionHold; stop: { reason: DisconnectReason; unlinked: boolean } }
}): Promise<void> {
  if (stop.unlinked) await dropKeys(ctx, hold)
  await update(
    ctx,
    hold,
    {
      status: 'disconnected',
      reason: stop.reason,
      desiredState: sql`case when ${sessions.desiredState} = 'logout' then 'run' else ${sessions.desiredState} end`,
      qr: null,
      qrExpiresAt: null,
      lastEventStatus: stop.reason,
      ...(stop.unlinked && { pairedAt: null }),
    },
    async ({ tx, before }) => {
      if (stop.unlinked) await dropCredentials(tx, hold.sessionId)
      return before.lastEventStatus === stop.reason ? null : disconnectedEvent(before.id, stop.reason)
    },
  )
}

/**
 * Stores the restrictions that WhatsApp sets on the account.
 * @throws LeaseLost
 */
export async function recordRestrictions({
  ctx,
  input: { hold, restrictions },
}: {
  ctx: Ctx
  input: { hold: SessionHold; restrictions: Restriction[] }
}): Promise<void> {
  await update(ctx, hold, { restrictions })
}

/** Signal keys that one transaction deletes. */
const KEYS_A_BATCH = 500

/**
 * Deletes the Signal keys of an unlinked session in batches. A session with many contacts has very many keys, and the
 * fence of a long transaction would delay a take-over. The credentials are deleted last. If the connector dies
 * meanwhile, WhatsApp refuses the next login, and the deletion begins again.
 * @throws LeaseLost
 */
async function dropKeys(ctx: Ctx, { lease, sessionId, generation }: SessionHold): Promise<void> {
  const isCurrent = sql`exists (select 1 from sessions where id = ${sessionId} and run = ${generation})`
  const where = sql`session_id = ${sessionId} and ${isCurrent} and ${holdsLease(lease)}`
  const step = deleteRows({ table: 'whatsapp_keys', where, order: { type: 'text', id: 'text' } })
  for (let deleted = KEYS_A_BATCH; deleted === KEYS_A_BATCH; )
    deleted = await runBatch({ ctx, input: { batch: (tx) => step(tx, KEYS_A_BATCH) } })
  await assertLease({ ctx, input: lease })
}

async function dropCredentials(tx: Transaction, sessionId: string): Promise<void> {
  await tx.update(whatsappCreds).set({ value: null }).where(eq(whatsappCreds.sessionId, sessionId))
  await tx.delete(whatsappKeys).where(eq(whatsappKeys.sessionId, sessionId))
}

type Change = PgUpdateSetSource<typeof sessions>

/**
 * Changes the row and writes its event, in one transaction. A connection of an earlier generation changes nothing,
 * because the user has restarted the session since. A deleted session emits nothing: `session.deleted` is its last event.
 * @throws LeaseLost
 */
async function update(
  ctx: Ctx,
  hold: SessionHold,
  change: Change,
  eventOf?: (changed: {
    tx: Transaction
    before: Row
    row: Row
  }) => SessionEvent | null | Promise<SessionEvent | null>,
): Promise<void> {
  const mine = and(
    eq(sessions.id, hold.sessionId),
    eq(sessions.generation, hold.generation),
    holdsLease(hold.lease),
  )
  const toPublish = await ctx.db.transaction(async (tx) => {
    const [before] = await tx.select().from(sessions).where(mine).for('no key update')
    if (!before) {
      await assertLease({ ctx: { db: tx }, input: hold.lease })
      return false
    }
    const [row] = await tx
      .update(sessions)
      .set({ ...change, updatedAt: ctx.now() })
      .where(eq(sessions.id, hold.sessionId))
      .returning()
    const event = row && (await eventOf?.({ tx, before, row }))
    if (!event || row.desiredState === 'delete') return false
    return await emit({ ctx: { db: tx }, input: [toSessionEvent(row, event, ctx.now())] })
  })
  if (toPublish) await ctx.outbox.wake(hold.sessionId)
}

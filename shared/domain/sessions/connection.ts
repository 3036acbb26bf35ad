import { and, eq, sql } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import type { EventData } from '#shared/contracts/events.ts'
import type { Restriction } from '#shared/contracts/restrictions.ts'
import {
  type DisconnectReason,
  groups,
  sessions,
  type Transaction,
  whatsappCreds,
  whatsappKeys,
} from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { emit, forgetEvents, type NewEvent } from '../events/index.ts'
import { assertLease, holdsLease, type Lease } from '../fleet/index.ts'
import { failWithin } from '../messages/index.ts'

/** A connector's hold on one session: which, under which lease, and for which of its runs. */
export interface SessionHold {
  lease: Lease
  sessionId: string
  run: string
}

type Ctx = Pick<Context, 'db' | 'now' | 'outbox'>
type Row = typeof sessions.$inferSelect

/** A new QR code to scan, good until `expiresAt`. */
export async function recordQr(
  ctx: Ctx,
  hold: SessionHold,
  qr: { text: string; expiresAt: Date },
): Promise<void> {
  await update(
    ctx,
    hold,
    { status: 'connecting', reason: null, qr: qr.text, qrExpiresAt: qr.expiresAt },
    () => ({ type: 'session.qr', facts: { qr: qr.text, expiresAt: qr.expiresAt.toISOString() } }),
  )
}

/** The phone accepted the link; the socket is about to log in for the first time. */
export async function recordPaired(ctx: Ctx, hold: SessionHold): Promise<void> {
  const change = { pairedAt: ctx.now(), qr: null, qrExpiresAt: null, groupsSyncedAt: null }
  await update(ctx, hold, change, async ({ tx }) => {
    // It may be another account than before.
    await tx.delete(groups).where(eq(groups.sessionId, hold.sessionId))
    return null
  })
}

/** Logged in: WhatsApp takes messages now. */
export async function recordConnected(
  ctx: Ctx,
  hold: SessionHold,
  me: { phone: string | null; lid: string | null; pushName: string | null },
): Promise<void> {
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
      announced: 'connected',
      ...me,
    },
    ({ before, row: { phone, pushName } }) =>
      before.announced === 'connected' ? null : { type: 'session.connected', facts: { phone, pushName } },
  )
}

/** The socket is down and will be opened again. One that is only handed over to another connector is not worth an event. */
export async function recordReconnecting(
  ctx: Ctx,
  hold: SessionHold,
  reason: 'connection_lost' | null,
): Promise<void> {
  await update(
    ctx,
    hold,
    {
      status: 'connecting',
      reason,
      qr: null,
      qrExpiresAt: null,
      announced: sql`case when ${sessions.announced} = 'connected' then coalesce(${reason}, 'connected') else ${sessions.announced} end`,
    },
    ({ before }) => (reason && before.announced === 'connected' ? disconnected(reason) : null),
  )
}

/** At rest, until its user acts. What has lost its link loses its credentials too: they open nothing any more. */
export async function recordStopped(
  ctx: Ctx,
  hold: SessionHold,
  stop: { reason: DisconnectReason; unlinked: boolean },
): Promise<void> {
  await update(
    ctx,
    hold,
    {
      status: 'disconnected',
      reason: stop.reason,
      intent: sql`case when ${sessions.intent} = 'logout' then 'run' else ${sessions.intent} end`,
      qr: null,
      qrExpiresAt: null,
      announced: stop.reason,
      ...(stop.unlinked && { pairedAt: null }),
    },
    async ({ tx, before }) => {
      if (stop.unlinked) await dropCredentials(tx, hold.sessionId)
      return before.announced === stop.reason ? null : disconnected(stop.reason)
    },
  )
}

/** What WhatsApp does not let the account do. */
export async function recordRestrictions(
  ctx: Ctx,
  hold: SessionHold,
  restrictions: Restriction[],
): Promise<void> {
  await update(ctx, hold, { restrictions })
}

/**
 * Deletes a session that its user deleted, with all its data. What it was still to send fails, so that nobody waits for it and its
 * units are given back; events that are still on their way stay until they are there.
 */
export async function removeSession(ctx: Ctx, hold: Pick<SessionHold, 'lease' | 'sessionId'>): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    // Whoever accepts a message for it meanwhile is waited for; who comes later finds no session.
    await tx.select({ id: sessions.id }).from(sessions).where(eq(sessions.id, hold.sessionId)).for('update')
    const isOurs = sql`exists (select 1 from ${sessions} where id = ${hold.sessionId} and intent = 'delete')
      and ${holdsLease(hold.lease)}`
    const pending = sql`session_id = ${hold.sessionId} and sender = 'me' and status = 'PENDING' and ${isOurs}`
    await failWithin(tx, pending, sql`'session_logged_out'`, ctx.now())
    const [row] = await tx
      .delete(sessions)
      .where(and(eq(sessions.id, hold.sessionId), eq(sessions.intent, 'delete'), holdsLease(hold.lease)))
      .returning()
    if (row) await forgetEvents(tx, row.id)
    if (row?.announced === 'connected' || row?.announced === 'connection_lost')
      await emit(tx, [toEvent(row, disconnected('logged_out'), ctx.now())])
  })
  await ctx.outbox.wake(hold.sessionId)
}

async function dropCredentials(tx: Transaction, sessionId: string): Promise<void> {
  await tx.update(whatsappCreds).set({ value: null }).where(eq(whatsappCreds.sessionId, sessionId))
  await tx.delete(whatsappKeys).where(eq(whatsappKeys.sessionId, sessionId))
}

type Change = PgUpdateSetSource<typeof sessions>

/** What a change of the row is to tell of it. */
interface News {
  type: 'session.qr' | 'session.connected' | 'session.disconnected'
  facts: EventData
}

function disconnected(reason: DisconnectReason): News {
  return { type: 'session.disconnected', facts: { reason } }
}

function toEvent({ id: sessionId, appId }: Row, { type, facts }: News, occurredAt: Date): NewEvent {
  return { type, appId, sessionId, data: { session: sessionId, ...facts }, occurredAt }
}

/**
 * Changes the row and writes its event, in one transaction. The connection of an earlier run than the row's changes nothing:
 * its user has asked for another since.
 * @throws LeaseLost
 */
async function update(
  ctx: Ctx,
  hold: SessionHold,
  change: Change,
  newsOf?: (changed: { tx: Transaction; before: Row; row: Row }) => News | null | Promise<News | null>,
): Promise<void> {
  const mine = and(eq(sessions.id, hold.sessionId), eq(sessions.run, hold.run), holdsLease(hold.lease))
  const toPublish = await ctx.db.transaction(async (tx) => {
    const [before] = await tx.select().from(sessions).where(mine).for('no key update')
    if (!before) {
      await assertLease(tx, hold.lease)
      return false
    }
    const [row] = await tx
      .update(sessions)
      .set({ ...change, updatedAt: ctx.now() })
      .where(eq(sessions.id, hold.sessionId))
      .returning()
    const news = row && (await newsOf?.({ tx, before, row }))
    if (!news) return false
    return await emit(tx, [toEvent(row, news, ctx.now())])
  })
  if (toPublish) await ctx.outbox.wake(hold.sessionId)
}

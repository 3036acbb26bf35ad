import { and, eq, sql } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import {
  type DisconnectReason,
  type Queryable,
  sessions,
  whatsappCreds,
  whatsappKeys,
} from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { assertLease, holdsLease, type Lease } from '../fleet/index.ts'

/** A connector's hold on one session: which, under which lease, and for which of its runs. */
export interface SessionHold {
  lease: Lease
  sessionId: string
  run: string
}

type Ctx = Pick<Context, 'db' | 'now'>

/** A new QR code to scan, good until `expiresAt`. */
export async function recordQr(
  ctx: Ctx,
  hold: SessionHold,
  qr: { text: string; expiresAt: Date },
): Promise<void> {
  await update(ctx, hold, { status: 'connecting', reason: null, qr: qr.text, qrExpiresAt: qr.expiresAt })
}

/** The phone accepted the link; the socket is about to log in for the first time. */
export async function recordPaired(ctx: Ctx, hold: SessionHold): Promise<void> {
  await update(ctx, hold, { pairedAt: ctx.now(), qr: null, qrExpiresAt: null })
}

/** Logged in: WhatsApp takes messages now. */
export async function recordConnected(
  ctx: Ctx,
  hold: SessionHold,
  me: { phone: string | null; lid: string | null; pushName: string | null },
): Promise<void> {
  await update(ctx, hold, {
    status: 'connected',
    reason: null,
    qr: null,
    qrExpiresAt: null,
    pairedAt: sql`coalesce(${sessions.pairedAt}, ${ctx.now().toISOString()}::timestamptz)`,
    connectedAt: ctx.now(),
    ...me,
  })
}

/** The socket is down and will be opened again. */
export async function recordReconnecting(
  ctx: Ctx,
  hold: SessionHold,
  reason: 'connection_lost' | null,
): Promise<void> {
  await update(ctx, hold, { status: 'connecting', reason, qr: null, qrExpiresAt: null })
}

/** At rest, until its user acts. What has lost its link loses its credentials too: they open nothing any more. */
export async function recordStopped(
  ctx: Ctx,
  hold: SessionHold,
  stop: { reason: DisconnectReason; unlinked: boolean },
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const changed = await update({ ...ctx, db: tx }, hold, {
      status: 'disconnected',
      reason: stop.reason,
      intent: sql`case when ${sessions.intent} = 'logout' then 'run' else ${sessions.intent} end`,
      qr: null,
      qrExpiresAt: null,
      ...(stop.unlinked && { pairedAt: null }),
    })
    if (!stop.unlinked || !changed) return
    await tx.update(whatsappCreds).set({ value: null }).where(eq(whatsappCreds.sessionId, hold.sessionId))
    await tx.delete(whatsappKeys).where(eq(whatsappKeys.sessionId, hold.sessionId))
  })
}

/** Deletes a session that its user deleted, with all its data. */
export async function removeSession(ctx: Ctx, hold: Pick<SessionHold, 'lease' | 'sessionId'>): Promise<void> {
  await ctx.db
    .delete(sessions)
    .where(and(eq(sessions.id, hold.sessionId), eq(sessions.intent, 'delete'), holdsLease(hold.lease)))
}

type Change = PgUpdateSetSource<typeof sessions>

/**
 * Answers whether the row was changed. The connection of an earlier run than the row's changes nothing: its user has
 * asked for another since.
 * @throws LeaseLost
 */
async function update(
  ctx: { db: Queryable; now(): Date },
  hold: SessionHold,
  change: Change,
): Promise<boolean> {
  const changed = await ctx.db
    .update(sessions)
    .set({ ...change, updatedAt: ctx.now() })
    .where(and(eq(sessions.id, hold.sessionId), eq(sessions.run, hold.run), holdsLease(hold.lease)))
    .returning({ id: sessions.id })
  if (changed.length === 0) await assertLease(ctx.db, hold.lease)
  return changed.length > 0
}

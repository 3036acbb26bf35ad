import { eq, sql } from 'drizzle-orm'
import type { BanCause, DisconnectReason } from '#shared/contracts/sessions.ts'
import { groups, sessions, type Transaction, whatsappCreds, whatsappKeys } from '#shared/database/index.ts'
import { deleteRows, runBatch } from '../batches/index.ts'
import type { Context } from '../context.ts'
import { assertLease, holdsLease } from '../fleet/index.ts'
import { changeHeldSession, type SessionHold } from './internal/changeHeldSession.ts'
import { isSameEnd } from './internal/isSameEnd.ts'
import { connectedEvent, disconnectedEvent, refusedEvent } from './sessionEvents.ts'

export type { SessionHold } from './internal/changeHeldSession.ts'

type Ctx = Pick<Context, 'db' | 'now' | 'outbox'>

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
  await changeHeldSession({
    ctx,
    input: {
      hold,
      change: { ...ACCEPTED, status: 'connecting', reason: null, qr: qr.text, qrExpiresAt: qr.expiresAt },
      eventOf: ({ row: { id: session } }) => ({
        type: 'session.qr',
        data: { session, qr: qr.text, expiresAt: qr.expiresAt.toISOString() },
      }),
    },
  })
}

/**
 * Records that the phone accepted the link. The first login of the socket follows.
 * @throws LeaseLost
 */
export async function recordPaired({ ctx, input: hold }: { ctx: Ctx; input: SessionHold }): Promise<void> {
  const change = { pairedAt: ctx.now(), qr: null, qrExpiresAt: null, groupsSyncedAt: null }
  await changeHeldSession({
    ctx,
    input: {
      hold,
      change: change,
      eventOf: async ({ tx }) => {
        // The linked account may differ from the earlier account.
        await tx.delete(groups).where(eq(groups.sessionId, hold.sessionId))
        return null
      },
    },
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
  await changeHeldSession({
    ctx,
    input: {
      hold,
      change: {
        ...ACCEPTED,
        status: 'connected',
        reason: null,
        qr: null,
        qrExpiresAt: null,
        pairedAt: sql`coalesce(${sessions.pairedAt}, ${ctx.now().toISOString()}::timestamptz)`,
        connectedAt: ctx.now(),
        lastEventStatus: 'connected',
        ...me,
      },
      eventOf: ({ before, row }) => (before.lastEventStatus === 'connected' ? null : connectedEvent(row)),
    },
  })
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
  await changeHeldSession({ ctx, input: { hold, change: { pushName } } })
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
  await changeHeldSession({
    ctx,
    input: {
      hold,
      change: {
        ...NO_REFUSAL,
        status: 'connecting',
        reason,
        qr: null,
        qrExpiresAt: null,
        lastEventStatus: sql`case when ${sessions.lastEventStatus} = 'connected' then coalesce(${reason}, 'connected') else ${sessions.lastEventStatus} end`,
      },
      eventOf: ({ before }) =>
        reason && before.lastEventStatus === 'connected' ? disconnectedEvent(before.id, reason) : null,
    },
  })
}

/** A stop of a session, and the time at which its connector logs the session in again. */
export interface SessionStop {
  reason: DisconnectReason
  unlinked: boolean
  /** Null if the session rests until its user acts. */
  retryAt: Date | null
  /** Logins in a row that WhatsApp refused, with this one. */
  refusals: number
  /** A temporary ban. `until` is null if WhatsApp named no end. */
  ban: { until: Date | null; cause: BanCause } | null
}

/**
 * Records that a session is stopped, until its user acts or until `retryAt`. An unlinked session also loses its credentials, which
 * are no longer valid. A later end of a ban emits the event again.
 * @throws LeaseLost
 */
export async function recordStopped({
  ctx,
  input: { hold, stop },
}: {
  ctx: Ctx
  input: { hold: SessionHold; stop: SessionStop }
}): Promise<void> {
  if (stop.unlinked) await dropKeys(ctx, hold)
  await changeHeldSession({
    ctx,
    input: {
      hold,
      change: {
        status: 'disconnected',
        reason: stop.reason,
        desiredState: sql`case when ${sessions.desiredState} = 'logout' then 'run' else ${sessions.desiredState} end`,
        qr: null,
        qrExpiresAt: null,
        lastEventStatus: stop.reason,
        retryAt: stop.retryAt,
        refusals: stop.refusals,
        bannedUntil: stop.ban?.until ?? null,
        banCause: stop.ban?.cause ?? null,
        ...(stop.unlinked && { pairedAt: null }),
      },
      eventOf: async ({ tx, before, row }) => {
        if (stop.unlinked) await dropCredentials(tx, hold.sessionId)
        const isKnown =
          before.lastEventStatus === stop.reason && isSameEnd(before.bannedUntil, row.bannedUntil)
        return isKnown ? null : refusedEvent(row, stop.reason)
      },
    },
  })
}

/**
 * Makes the next login of a session due that rests after `client_outdated`.
 * @throws LeaseLost
 */
export async function recordRetry({
  ctx,
  input: { hold, retryAt },
}: {
  ctx: Ctx
  input: { hold: SessionHold; retryAt: Date }
}): Promise<void> {
  await changeHeldSession({ ctx, input: { hold, change: { retryAt } } })
}

/** Columns of a session that WhatsApp does not refuse now. */
const NO_REFUSAL = { retryAt: null, bannedUntil: null, banCause: null }
/** Columns after WhatsApp accepted the client. */
const ACCEPTED = { ...NO_REFUSAL, refusals: 0 }

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

import { and, eq, sql } from 'drizzle-orm'
import { isUniqueViolation, partitions, sessions, type Transaction } from '#shared/database/index.ts'
import { DuplicateSessionName, LimitExceeded } from '#shared/errors/index.ts'
import { newId, newSessionId } from '#shared/ids.ts'
import { lockAccountWithin, PLANS } from '../accounts/index.ts'
import { loadApp } from '../apps/index.ts'
import type { AppContext } from '../context.ts'
import { isParkedWithin } from '../sleep/index.ts'
import { assertFreeNameWithin } from './internal/assertFreeNameWithin.ts'
import { liveSessionsOf } from './liveSessions.ts'
import { notifyConnector, tryWakeConnector } from './notifyConnector.ts'
import { type SessionRow, type SessionView, toSessionView } from './view.ts'

/**
 * Creates a session in a random partition, which never changes, and notifies the partition's connector to begin the
 * pairing. The first session of a gateway that sleeps also starts the connectors. Two names are the same if they differ only in case or in compatible forms of Unicode. With a seed, a second run of the same request finds the session of the first run.
 * @throws DuplicateSessionName, LimitExceeded, ServiceUnavailable, OutcomeUnknown
 */
export async function createSession({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { name: string; syncHistory?: boolean; receiveStatus?: boolean }
}): Promise<SessionView> {
  const id = newSessionId(ctx.seed)
  const { row, isNew, isParked } = await ctx.db
    .transaction(async (tx) => {
      const { accountId } = await loadApp({ ctx: { db: tx }, input: { id: ctx.appId } })
      const { plan } = await lockAccountWithin(tx, accountId)
      // The app may have been deleted while this transaction waited for the account.
      await loadApp({ ctx: { db: tx }, input: { id: ctx.appId } })
      const made = ctx.seed === undefined ? undefined : await readOwn(tx, ctx.appId, id)
      if (made) return { row: made, isNew: false, isParked: await isParkedWithin(tx) }
      await assertBelowLimit(tx, accountId, PLANS[plan].sessions)
      const key = await assertFreeNameWithin(tx, { appId: ctx.appId, name: input.name })
      const inserted = await insert(tx, ctx.appId, id, { ...input, nameKey: key })
      return { row: inserted, isNew: true, isParked: await isParkedWithin(tx) }
    })
    .catch((cause: unknown) => {
      if (isUniqueViolation(cause, 'sessions_app_name'))
        throw new DuplicateSessionName({ name: input.name, cause })
      throw cause
    })
  // An earlier run may have returned this session to the caller, so that the session must stay.
  if (!isNew) await tryWakeConnector({ ctx, input: { ...row, isParked } })
  else await notifyConnector({ ctx, input: { session: { ...row, isParked }, undo: () => remove(ctx, id) } })
  return toSessionView(isParked ? { ...row, reason: 'connector_starting' } : row)
}

/** Withdraws a new session. Returns false if the session no longer exists. */
async function remove(ctx: AppContext, id: string): Promise<boolean> {
  const removed = await ctx.db.delete(sessions).where(eq(sessions.id, id)).returning({ id: sessions.id })
  return removed.length > 0
}

/** Finds the session that an earlier run of the same request created. */
async function readOwn(tx: Transaction, appId: string, id: string): Promise<SessionRow | undefined> {
  const [row] = await tx
    .select()
    .from(sessions)
    .where(and(eq(sessions.id, id), eq(sessions.appId, appId)))
  return row
}

async function assertBelowLimit(tx: Transaction, accountId: string, limit: number | null): Promise<void> {
  if (limit === null) return
  const used = await tx.$count(sessions, liveSessionsOf(accountId))
  if (used >= limit) throw new LimitExceeded({ what: 'sessions', limit })
}

async function insert(
  tx: Transaction,
  appId: string,
  id: string,
  input: { name: string; nameKey: string; syncHistory?: boolean; receiveStatus?: boolean },
): Promise<SessionRow> {
  const randomPartition = sql<number>`(select ${partitions.id} from ${partitions} order by random() limit 1)`
  const [row] = await tx
    .insert(sessions)
    .values({
      id,
      appId,
      name: input.name,
      nameKey: input.nameKey,
      generation: newId('run'),
      syncHistory: input.syncHistory ?? false,
      receiveStatus: input.receiveStatus ?? false,
      partition: randomPartition,
    })
    .returning()
  if (!row) throw new Error('INSERT … RETURNING returned no row')
  return row
}

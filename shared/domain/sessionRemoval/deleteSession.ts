import { and, eq, ne } from 'drizzle-orm'
import { sessions, type Transaction } from '#shared/database/index.ts'
import type { AppContext } from '../context.ts'
import { emit } from '../events/index.ts'
import { loadSession, type SessionRow, toSessionEvent, tryWakeConnector } from '../sessions/index.ts'

/** Most campaigns that one request ends. The sweeper ends further campaigns. */
const CAMPAIGNS_AT_ONCE = 100

/**
 * Requests that the connector unlinks the session and that all its data is deleted. For its users, the session is gone
 * and its name is free when this function returns. The function emits the session's last event, and ends its campaigns.
 * @throws NotFound
 */
export async function deleteSession({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string }
}): Promise<void> {
  const found = await loadSession({ ctx, input: { id: input.id } })
  await ctx.db.transaction((tx) => deleteWithin(tx, ctx, found))
  // A failed wake-up does not undo the change, because the connector reads the row from time to time. An undone
  // deletion could exceed the plan's limit, because another session may use the freed capacity.
  await tryWakeConnector({ ctx, input: found })
  await endCampaigns(ctx, found)
  await ctx.outbox.wake(found.id)
}

/** Ends the session's campaigns. The deletion stays if a campaign cannot end now: the sweeper then ends the campaign. */
async function endCampaigns(ctx: AppContext, { id, appId }: Pick<SessionRow, 'id' | 'appId'>): Promise<void> {
  try {
    // The routes of sessions load with the function, and the code of campaigns would delay each start.
    const { endCampaignsOf } = await import('../broadcast/index.ts')
    await endCampaignsOf({ ctx, input: { appId, sessionId: id, most: CAMPAIGNS_AT_ONCE } })
  } catch (err) {
    ctx.log.warn({ err, sessionId: id }, 'session.campaigns_left')
  }
}

/** Marks a session for its connector, and emits `session.deleted`. Concurrent calls emit the event once. */
async function deleteWithin(
  tx: Transaction,
  ctx: AppContext,
  { id, name }: Pick<SessionRow, 'id' | 'name'>,
): Promise<void> {
  const [row] = await tx
    .update(sessions)
    .set({ desiredState: 'delete', updatedAt: ctx.now() })
    .where(and(eq(sessions.id, id), ne(sessions.desiredState, 'delete')))
    .returning()
  if (!row) return
  const event = { type: 'session.deleted', data: { session: id, name } } as const
  await emit({ ctx: { db: tx }, input: [toSessionEvent(row, event, ctx.now())] })
}

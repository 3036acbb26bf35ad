import { and, eq, ne } from 'drizzle-orm'
import { isUniqueViolation, sessions, type Transaction } from '#shared/database/index.ts'
import { DuplicateSessionName, NotFound } from '#shared/errors/index.ts'
import { nameKey } from '#shared/foldCase.ts'
import { lockAccountWithin } from '../accounts/index.ts'
import { loadApp } from '../apps/index.ts'
import type { AppContext } from '../context.ts'
import { assertFreeNameWithin } from './internal/assertFreeNameWithin.ts'
import { loadSession } from './loadSession.ts'
import { tryWakeConnector } from './notifyConnector.ts'
import { type SessionView, toSessionView } from './view.ts'

/**
 * Changes the given settings of a session and keeps the others. A session that is connected stays connected, and applies the
 * settings as soon as its connector reads the row.
 * @throws NotFound, DuplicateSessionName
 */
export async function updateSession({
  ctx,
  input: { id, name, receiveStatus },
}: {
  ctx: AppContext
  input: { id: string; name?: string | undefined; receiveStatus?: boolean | undefined }
}): Promise<SessionView> {
  await loadSession({ ctx, input: { id } })
  const row = await ctx.db
    .transaction(async (tx) => {
      const key = name === undefined ? undefined : await takeNameWithin(tx, ctx.appId, id, name)
      const [changed] = await tx
        .update(sessions)
        .set({ name, nameKey: key, receiveStatus, updatedAt: ctx.now() })
        .where(and(eq(sessions.id, id), eq(sessions.appId, ctx.appId), ne(sessions.desiredState, 'delete')))
        .returning()
      if (!changed) throw new NotFound({ what: 'Session', id })
      return changed
    })
    .catch((cause: unknown) => {
      if (name !== undefined && isUniqueViolation(cause, 'sessions_app_name'))
        throw new DuplicateSessionName({ name, cause })
      throw cause
    })
  await tryWakeConnector({ ctx, input: row })
  return toSessionView(await loadSession({ ctx, input: { id } }))
}

/**
 * Checks that no other session of the app has the name, and returns the key of the name. A session may change the case of its own
 * name.
 * @throws DuplicateSessionName
 */
async function takeNameWithin(tx: Transaction, appId: string, id: string, name: string): Promise<string> {
  const { accountId } = await loadApp({ ctx: { db: tx }, input: { id: appId } })
  await lockAccountWithin(tx, accountId)
  const [own] = await tx.select({ name: sessions.name }).from(sessions).where(eq(sessions.id, id))
  const key = nameKey(name)
  return own && nameKey(own.name) === key ? key : await assertFreeNameWithin(tx, { appId, name })
}

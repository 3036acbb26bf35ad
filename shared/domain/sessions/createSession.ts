import { eq, sql } from 'drizzle-orm'
import { isUniqueViolation, partitions, sessions } from '#shared/database/index.ts'
import { DuplicateSessionName } from '#shared/errors/index.ts'
import { newId, newSessionId } from '#shared/ids.ts'
import type { AppContext } from '../context.ts'
import { announce } from './announce.ts'
import { type SessionView, toSessionView } from './view.ts'

/** Makes a session and has its connector begin to pair. Its partition is random, and stays.
 * @throws DuplicateSessionName */
export async function createSession({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { name: string; syncHistory?: boolean }
}): Promise<SessionView> {
  const id = newSessionId()
  const randomPartition = sql<number>`(select ${partitions.id} from ${partitions} order by random() limit 1)`
  const [row] = await ctx.db
    .insert(sessions)
    .values({
      id,
      appId: ctx.appId,
      name: input.name,
      run: newId('run'),
      syncHistory: input.syncHistory ?? false,
      partition: randomPartition,
    })
    .returning()
    .catch((cause: unknown) => {
      if (isUniqueViolation(cause, 'sessions_app_name'))
        throw new DuplicateSessionName({ name: input.name, cause })
      throw cause
    })
  if (!row) throw new Error('INSERT … RETURNING answered no row')
  await announce(ctx, row, () => ctx.db.delete(sessions).where(eq(sessions.id, id)))
  return toSessionView(row)
}

import { and, eq, ne, sql } from 'drizzle-orm'
import { preparedOn, sessions } from '#shared/database/index.ts'
import { NotFound, SessionNotPaired } from '#shared/errors/index.ts'
import type { AppContext, Context } from '../context.ts'
import { reportedSession } from './reportedStatus.ts'
import type { ReportedSession } from './view.ts'

/**
 * Loads a session of the app, with the status that its users see. A session in deletion is not found.
 * @throws NotFound also for another app's session
 */
export async function loadSession({
  ctx,
  input: { id },
}: {
  ctx: Pick<AppContext, 'db' | 'appId'>
  input: { id: string }
}): Promise<ReportedSession> {
  const [row] = await ctx.db
    .select(reportedSession)
    .from(sessions)
    .where(and(eq(sessions.id, id), eq(sessions.appId, ctx.appId), ne(sessions.desiredState, 'delete')))
  if (!row) throw new NotFound({ what: 'Session', id })
  return row
}

/** A session, with the app that asks for it. */
export interface SessionRef {
  appId: string
  id: string
}

const loading = preparedOn((db) =>
  db
    .select(reportedSession)
    .from(sessions)
    .innerJoin(
      sql`unnest(${sql.placeholder('ids')}::text[], ${sql.placeholder('appIds')}::text[]) as wanted (id, app_id)`,
      sql`${sessions.id} = wanted.id and ${sessions.appId} = wanted.app_id`,
    )
    .where(ne(sessions.desiredState, 'delete'))
    .prepare('load_sessions'),
)

/** Loads several sessions as `loadSession` does. Returns null for a session that the app does not have. */
export async function loadSessions({
  ctx,
  input: refs,
}: {
  ctx: Pick<Context, 'db'>
  input: readonly SessionRef[]
}): Promise<(ReportedSession | null)[]> {
  const ids = [...new Map(refs.map((ref) => [keyOf(ref), ref])).values()]
  const rows = await loading(ctx.db).execute({
    ids: ids.map(({ id }) => id),
    appIds: ids.map(({ appId }) => appId),
  })
  const found = new Map(rows.map((row) => [keyOf(row), row]))
  return refs.map((ref) => found.get(keyOf(ref)) ?? null)
}

function keyOf({ appId, id }: SessionRef): string {
  return `${appId}:${id}`
}

/**
 * Loads a session of the app that can take work.
 * @throws NotFound also for another app's session
 * @throws SessionNotPaired if no phone is linked, or the session waits for its user
 */
export async function loadPairedSession({
  ctx,
  input: { id },
}: {
  ctx: Pick<AppContext, 'db' | 'appId'>
  input: { id: string }
}): Promise<ReportedSession> {
  const session = await loadSession({ ctx, input: { id } })
  assertUsable(session)
  return session
}

/**
 * Checks that a session can take work: a phone is linked, and the session is connected or connects again by itself.
 * @throws SessionNotPaired, which tells the user how to connect the session
 */
export function assertUsable(session: ReportedSession): void {
  const { pairedAt, desiredState, status } = session
  if (!pairedAt || desiredState !== 'run' || status === 'disconnected') throw new SessionNotPaired(session)
}

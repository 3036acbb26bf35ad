import { and, eq, isNotNull, ne } from 'drizzle-orm'
import { flows } from '#shared/database/index.ts'
import { SessionHasFlow } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'

/**
 * Finds the flow that keeps another flow of its session from being published and enabled. Returns the error that names this flow.
 */
export async function findRival({
  ctx,
  input: { flowId },
}: {
  ctx: Pick<AppContext, 'db' | 'appId'>
  input: { flowId: string }
}): Promise<SessionHasFlow | undefined> {
  const [flow] = await ctx.db.select().from(flows).where(eq(flows.id, flowId))
  if (!flow?.sessionId) return undefined
  const { sessionId } = flow
  const [rival] = await ctx.db
    .select({ id: flows.id, name: flows.name })
    .from(flows)
    .where(
      and(
        eq(flows.appId, ctx.appId),
        eq(flows.sessionId, sessionId),
        isNotNull(flows.publishedVersionId),
        eq(flows.enabled, true),
        ne(flows.id, flowId),
      ),
    )
  return rival && new SessionHasFlow({ sessionId, flowId: rival.id, name: rival.name })
}

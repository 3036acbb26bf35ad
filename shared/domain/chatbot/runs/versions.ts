import { and, eq, isNotNull } from 'drizzle-orm'
import { flows, flowVersions, type Queryable } from '#shared/database/index.ts'
import type { Flow } from '../engine/index.ts'
import { type Definition, readStored, toDefinition } from '../flows/index.ts'

/** Loads the flow that a conversation began with; null if it was deleted, and its conversations with it. */
export async function loadVersionFlow({
  ctx: { db },
  input: { versionId },
}: {
  ctx: { db: Queryable }
  input: { versionId: string }
}): Promise<Flow | null> {
  const [version] = await db.select().from(flowVersions).where(eq(flowVersions.id, versionId))
  return version ? readStored(version.definition).flow : null
}

/** A published flow of a session. */
export type Published = Definition & { flowId: string; versionId: string }

/** What is live on a session, and begins conversations; null if nothing does. */
export async function loadPublished({
  ctx: { db },
  input: { appId, sessionId },
}: {
  ctx: { db: Queryable }
  input: { appId: string; sessionId: string }
}): Promise<Published | null> {
  const [published] = await db
    .select({
      flowId: flows.id,
      versionId: flowVersions.id,
      definition: flowVersions.definition,
    })
    .from(flows)
    .innerJoin(flowVersions, eq(flowVersions.id, flows.publishedVersionId))
    .where(
      and(
        eq(flows.appId, appId),
        eq(flows.sessionId, sessionId),
        isNotNull(flows.publishedVersionId),
        eq(flows.enabled, true),
        eq(flowVersions.flowId, flows.id),
      ),
    )
  if (!published) return null
  const { flowId, versionId, definition } = published
  return { flowId, versionId, ...toDefinition(readStored(definition)) }
}

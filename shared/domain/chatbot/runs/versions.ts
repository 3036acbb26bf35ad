import { and, eq, isNotNull } from 'drizzle-orm'
import { flows, flowVersions, type Queryable } from '#shared/database/index.ts'
import type { Flow } from '../engine/index.ts'
import { type Definition, readStored, toDefinition } from '../flows/index.ts'

/** Loads the flow of a version. Returns null if the flow is deleted together with its runs. */
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

/** Published flow of a session. */
export type Published = Definition & { flowId: string; versionId: string }

/**
 * Loads the published and enabled flow of a session, which starts runs. Returns null if the session has no such flow.
 */
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

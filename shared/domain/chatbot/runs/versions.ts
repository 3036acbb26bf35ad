import { and, eq, isNotNull } from 'drizzle-orm'
import { flows, flowVersions, type Queryable, type Transaction } from '#shared/database/index.ts'
import type { Flow } from '../engine/index.ts'
import { type Definition, readStored, toDefinition } from '../flows/index.ts'

/** Loads the flow of a version. Returns null if the flow is deleted together with its runs. */
export async function loadVersionFlow(db: Queryable, versionId: string): Promise<Flow | null> {
  const [version] = await db.select().from(flowVersions).where(eq(flowVersions.id, versionId))
  return version ? readStored(version.definition).flow : null
}

/** Published flow of a session. */
export type Published = Definition & { flowId: string; versionId: string }

/**
 * Loads the published and enabled flow of a session, which starts runs. Returns null if the session has no such flow.
 */
export async function loadPublished(
  db: Queryable,
  { appId, sessionId }: { appId: string; sessionId: string },
): Promise<Published | null> {
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

/**
 * Tells whether a version is published, and keeps the version published until the transaction ends. After an
 * unpublication, an event reaches flows only if the session has a live run. Without the lock, a run could start
 * unseen and miss its messages.
 */
export async function holdLive(
  tx: Transaction,
  { flowId, versionId }: Pick<Published, 'flowId' | 'versionId'>,
): Promise<boolean> {
  const [live] = await tx
    .select({ id: flows.id })
    .from(flows)
    .where(and(eq(flows.id, flowId), eq(flows.publishedVersionId, versionId), eq(flows.enabled, true)))
    .for('share')
  return live !== undefined
}

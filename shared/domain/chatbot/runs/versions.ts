import { and, eq, isNotNull } from 'drizzle-orm'
import { flows, flowVersions, type Transaction } from '#shared/database/index.ts'
import type { Flow } from '../engine/index.ts'
import { type Definition, readStored, toDefinition } from '../flows/index.ts'

/** The flow that a conversation began with. How it began does not matter any more.
 * @throws Error if it is gone: its conversations go with it */
export async function loadVersionFlow(tx: Transaction, versionId: string): Promise<Flow> {
  const [version] = await tx.select().from(flowVersions).where(eq(flowVersions.id, versionId))
  if (!version) throw new Error(`Version ${versionId} is gone before its runs`)
  return readStored(version.definition).flow
}

/** What is live on a session, and begins conversations; null if nothing does. */
export async function loadPublished(
  tx: Transaction,
  { appId, sessionId }: { appId: string; sessionId: string },
): Promise<(Definition & { flowId: string; versionId: string }) | null> {
  const [published] = await tx
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
 * Whether a flow is live, and stays so until the transaction ends: of a message that comes behind its end, it is asked whether there
 * are conversations, and one that began unseen would never hear of it.
 */
export async function holdLive(tx: Transaction, flowId: string): Promise<boolean> {
  const [live] = await tx
    .select({ id: flows.id })
    .from(flows)
    .where(and(eq(flows.id, flowId), isNotNull(flows.publishedVersionId)))
    .for('share')
  return live !== undefined
}

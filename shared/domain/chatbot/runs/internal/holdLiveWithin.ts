import { and, eq } from 'drizzle-orm'
import { flows, type Transaction } from '#shared/database/index.ts'
import type { Published } from '../versions.ts'

/**
 * Tells whether a version is published and enabled, and locks the flow against a change until the transaction ends.
 * Without such a flow, only an unfinished run subscribes a session to messages (`concernsFlows`). Without the
 * lock, that check could miss a run that starts in this transaction. The run would then never receive a message.
 */
export async function holdLiveWithin(
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

import { and, eq } from 'drizzle-orm'
import { flows, type Transaction } from '#shared/database/index.ts'
import type { Published } from '../versions.ts'

/**
 * Whether a version is live, and stays so until the transaction ends: of a message that comes behind its end, it is asked whether there
 * are conversations, and one that began unseen would never hear of it.
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

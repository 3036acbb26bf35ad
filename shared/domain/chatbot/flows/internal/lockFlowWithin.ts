import { flows, type Transaction } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../../../context.ts'
import { ownFlow } from '../loadFlow.ts'
import type { FlowRow } from '../view.ts'

/**
 * Loads a flow of the app, and locks its row until the transaction ends. Changes of one flow therefore run one after
 * another.
 * @throws NotFound also for a flow of another app
 */
export async function lockFlowWithin(
  tx: Transaction,
  ctx: Pick<AppContext, 'appId'>,
  id: string,
): Promise<FlowRow> {
  const [row] = await tx.select().from(flows).where(ownFlow(ctx, id)).for('update')
  if (!row) throw new NotFound({ what: 'Flow', id })
  return row
}

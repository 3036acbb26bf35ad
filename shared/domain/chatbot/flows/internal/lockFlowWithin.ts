import { flows, type Transaction } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { AppContext } from '../../../context.ts'
import { ownFlow } from '../loadFlow.ts'
import type { FlowRow } from '../view.ts'

/** The same, held: changes of one flow come one after the other.
 * @throws NotFound */
export async function lockFlowWithin(
  tx: Transaction,
  ctx: Pick<AppContext, 'appId'>,
  id: string,
): Promise<FlowRow> {
  const [row] = await tx.select().from(flows).where(ownFlow(ctx, id)).for('update')
  if (!row) throw new NotFound({ what: 'Flow', id })
  return row
}

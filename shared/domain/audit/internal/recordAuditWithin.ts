import { auditLog, type Transaction } from '#shared/database/index.ts'
import { newId } from '#shared/ids.ts'

/** Records an action in the transaction of the action. The target is an id: the log holds no personal data. */
export async function recordAuditWithin(
  tx: Transaction,
  entry: Omit<typeof auditLog.$inferInsert, 'id' | 'seq'>,
): Promise<void> {
  await tx.insert(auditLog).values({ id: newId('audit'), ...entry })
}

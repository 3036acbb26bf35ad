import { eq } from 'drizzle-orm'
import { broadcastSettings, type Transaction } from '#shared/database/index.ts'

/** Locks the broadcast settings of an app until the transaction ends. Creates the row of an app that has none. */
export async function lockSettingsWithin(
  tx: Transaction,
  appId: string,
  now: Date,
): Promise<typeof broadcastSettings.$inferSelect> {
  await tx.insert(broadcastSettings).values({ appId, updatedAt: now }).onConflictDoNothing()
  const [row] = await tx
    .select()
    .from(broadcastSettings)
    .where(eq(broadcastSettings.appId, appId))
    .for('update')
  if (!row) throw new Error(`App ${appId} was deleted during the change of its settings. Repeat the request.`)
  return row
}

import { whatsappVersion } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { tryWakeConnector } from '../sessions/index.ts'
import { getVersion, type VersionView } from './getVersion.ts'
import { retryOutdatedSessions } from './internal/retryOutdatedSessions.ts'

/**
 * Takes back the version that the operator has set. The connectors use the newest known version again, and sessions that rest
 * after `client_outdated` log in again.
 */
export async function forgetVersion({ ctx }: { ctx: Context }): Promise<VersionView> {
  await ctx.db.update(whatsappVersion).set({ chosen: null, chosenAt: null })
  await retryOutdatedSessions({
    ctx,
    input: { each: (rows) => Promise.all(rows.map((row) => tryWakeConnector({ ctx, input: row }))) },
  })
  return await getVersion({ ctx })
}

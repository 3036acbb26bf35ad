import { whatsappVersion } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { tryWakeConnector } from '../sessions/index.ts'
import { getVersion, type VersionView } from './getVersion.ts'
import { retryOutdatedSessions } from './internal/retryOutdatedSessions.ts'

/** Sets the version with which all connectors log in. Sessions that rest after `client_outdated` log in again. */
export async function chooseVersion({
  ctx,
  input: { version },
}: {
  ctx: Context
  input: { version: string }
}): Promise<VersionView> {
  const choice = { chosen: version, chosenAt: ctx.now() }
  await ctx.db
    .insert(whatsappVersion)
    .values(choice)
    .onConflictDoUpdate({ target: whatsappVersion.id, set: choice })
  await retryOutdatedSessions({
    ctx,
    input: { each: (rows) => Promise.all(rows.map((row) => tryWakeConnector({ ctx, input: row }))) },
  })
  return await getVersion({ ctx })
}

import type { WhatsAppVersion } from '#shared/contracts/whatsappVersion.ts'
import { whatsappVersion } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { effectiveVersion } from './internal/effectiveVersion.ts'

/** Returns the version with which a connector logs in. */
export async function currentVersion({ ctx }: { ctx: Pick<Context, 'db'> }): Promise<WhatsAppVersion> {
  const [row] = await ctx.db.select().from(whatsappVersion)
  return effectiveVersion(row).version
}

import { formatVersion, type WhatsAppVersion } from '#shared/contracts/whatsappVersion.ts'
import { whatsappVersion } from '#shared/database/index.ts'
import type { Context } from '../context.ts'

/** Records that WhatsApp refused a version. */
export async function recordRefusedVersion({
  ctx,
  input: { version },
}: {
  ctx: Pick<Context, 'db' | 'now'>
  input: { version: WhatsAppVersion }
}): Promise<void> {
  const refusal = { refused: formatVersion(version), refusedAt: ctx.now() }
  await ctx.db
    .insert(whatsappVersion)
    .values(refusal)
    .onConflictDoUpdate({ target: whatsappVersion.id, set: refusal })
}

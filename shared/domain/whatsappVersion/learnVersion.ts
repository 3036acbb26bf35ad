import { sql } from 'drizzle-orm'
import { formatVersion, type WhatsAppVersion } from '#shared/contracts/whatsappVersion.ts'
import { whatsappVersion } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { retryOutdatedSessions } from './internal/retryOutdatedSessions.ts'

/**
 * Stores the version that WhatsApp Web names. An older version than the stored one changes nothing. After a newer version, all
 * sessions that rest after `client_outdated` log in again. Returns true if the version is newer.
 */
export async function learnVersion({
  ctx,
  input: { version },
}: {
  ctx: Pick<Context, 'db' | 'now'>
  input: { version: WhatsAppVersion }
}): Promise<boolean> {
  const learned = formatVersion(version)
  const change = { learned, learnedAt: ctx.now() }
  const changed = await ctx.db
    .insert(whatsappVersion)
    .values(change)
    .onConflictDoUpdate({
      target: whatsappVersion.id,
      set: change,
      setWhere: sql`${whatsappVersion.learned} is null or
        string_to_array(${whatsappVersion.learned}, '.')::bigint[] < string_to_array(${learned}, '.')::bigint[]`,
    })
    .returning({ id: whatsappVersion.id })
  if (changed.length === 0) return false
  await retryOutdatedSessions({ ctx, input: {} })
  return true
}

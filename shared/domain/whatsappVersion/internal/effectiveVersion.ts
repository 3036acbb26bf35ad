import {
  BUILT_IN_VERSION,
  isNewer,
  parseVersion,
  type WhatsAppVersion,
} from '#shared/contracts/whatsappVersion.ts'
import type { whatsappVersion } from '#shared/database/index.ts'

export type VersionRow = typeof whatsappVersion.$inferSelect

/** The origin of the version in use. */
export type VersionSource = 'operator' | 'learned' | 'built_in'

/** Returns the version with which connectors log in: the operator's, or else the newest known version. */
export function effectiveVersion(row: Pick<VersionRow, 'chosen' | 'learned'> | undefined): {
  version: WhatsAppVersion
  source: VersionSource
} {
  if (row?.chosen) return { version: parseVersion(row.chosen), source: 'operator' }
  const learned = row?.learned ? parseVersion(row.learned) : BUILT_IN_VERSION
  // A later release of the gateway may have a newer version than the row.
  return isNewer(learned, BUILT_IN_VERSION)
    ? { version: learned, source: 'learned' }
    : { version: BUILT_IN_VERSION, source: 'built_in' }
}

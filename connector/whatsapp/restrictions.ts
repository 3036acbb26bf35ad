import type { ConnectionState, NewChatMessageCapInfo } from '@whiskeysockets/baileys'
import type { Restriction } from '#shared/contracts/restrictions.ts'

/** Reads a reach-out timelock. Returns null if the account has none. */
export function readTimelock({
  isActive,
  timeEnforcementEnds,
  enforcementType,
}: NonNullable<ConnectionState['reachoutTimeLock']>): Restriction | null {
  if (!isActive) return null
  return {
    type: 'reachout_timelock',
    until: timeEnforcementEnds?.toISOString() ?? null,
    ...(enforcementType && { reason: enforcementType }),
  }
}

/** Reads the state of the cap on new chats. Returns null below the first warning. */
export function readMessageCap(cap: NewChatMessageCapInfo): Restriction | null {
  const { capping_status: status, cycle_end_timestamp: end, total_quota: limit, used_quota: used } = cap
  if (status === undefined || `${status}` === 'NONE') return null
  const seconds = Number(end)
  return {
    type: 'message_cap',
    until: seconds > 0 && seconds < LATEST_SECONDS ? new Date(seconds * 1_000).toISOString() : null,
    reason: status,
    ...(Number.isSafeInteger(limit) && { limit }),
    ...(Number.isSafeInteger(used) && { used }),
  }
}

/** The end of the year 9999. A later time has no ISO form of four digits. */
const LATEST_SECONDS = 253_402_300_800

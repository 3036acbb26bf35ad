import type { SessionRecord } from 'libsignal'

/** A session of a record, as far as its age goes. */
interface SessionEntry {
  indexInfo: {
    /** Time in ms at which another session replaced this one; -1 for the open session. */
    closed: number
    /** Time in ms of the last decryption. */
    used: number
  }
  /** Present until the contact has answered in the session. */
  pendingPreKey?: unknown
}

/** Age in ms up to which each closed session stays. Messages of the contact may be on their way in several sessions. */
const ON_THE_WAY_MS = 3_600_000
/** Age in ms of the oldest session. WhatsApp keeps messages for an offline device for 30 days. */
const MAX_AGE_MS = 30 * 86_400_000

/**
 * Removes old closed sessions from a record. libsignal keeps 40, and each restart may add one of 900 bytes to each contact. The newest
 * session that the contact has answered in stays, and so does the newest without an answer. A contact that writes in a removed session
 * gets a retry receipt, and sends the message again.
 * @param now in ms
 */
export function pruneClosed(record: SessionRecord, now = Date.now()): void {
  const { sessions } = record as SessionRecord & { sessions: Record<string, SessionEntry> }
  const keys = Object.keys(sessions)
  if (keys.length < 2) return
  const seen = new Set<boolean>()
  const closed = keys
    .flatMap((key) => {
      const session = sessions[key]
      return session && session.indexInfo.closed !== -1 ? [{ key, session, age: now - lastUse(session) }] : []
    })
    .sort((a, b) => a.age - b.age)
  for (const { key, session, age } of closed) {
    const isAnswered = session.pendingPreKey === undefined
    if (age > MAX_AGE_MS || (seen.has(isAnswered) && age > ON_THE_WAY_MS)) delete sessions[key]
    seen.add(isAnswered)
  }
}

function lastUse({ indexInfo }: SessionEntry): number {
  return Math.max(indexInfo.closed, indexInfo.used)
}

import type { proto, WAMessage } from '@whiskeysockets/baileys'
import { hasAuthors } from '#shared/jid.ts'
import { type Envelope, readEnvelope } from './envelope.ts'

/** The latest time that a phone may claim, in ms: the year 2100. A date of JavaScript ends earlier than a number of 64 bits. */
const MAX_TIME_MS = 4_102_444_800_000

/**
 * Reads the envelope of an addition to a message of the history: a reaction, or a vote in a poll. Returns null if the history
 * does not name the author.
 * @param key key of the addition
 * @param atMs time of the addition, in ms
 */
export function authorEnvelope(
  info: WAMessage,
  key: proto.IMessageKey | null | undefined,
  atMs: number | undefined,
): Envelope | null {
  const remoteJid = key?.remoteJid || info.key.remoteJid
  if (!key || !remoteJid) return null
  if (hasAuthors(remoteJid) && !key.participant && !key.fromMe) return null
  const messageTimestamp = atMs === undefined ? info.messageTimestamp : Math.floor(atMs / 1000)
  return readEnvelope({
    key: { ...key, remoteJid, id: key.id ?? info.key.id ?? null },
    ...(messageTimestamp !== undefined && { messageTimestamp }),
  })
}

/** Returns a time in ms, or undefined for a time that the phone did not give or that no date has. */
export function toMs(time: number | { toNumber(): number } | null | undefined): number | undefined {
  const ms = Number(time ?? 0)
  return ms > 0 && ms < MAX_TIME_MS ? ms : undefined
}

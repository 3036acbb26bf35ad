import { createHash } from 'node:crypto'
import type { WAMessage } from '@whiskeysockets/baileys'
import { authorEnvelope, toMs } from './addition.ts'
import { readContent } from './content/read.ts'

/** The choice of one voter in a poll of the history. */
export interface HistoricVote {
  /** JID of the voter, or `me`. */
  voter: string
  /** SHA-256 of each chosen option, in hex; empty if the voter took the vote back. */
  choices: string[]
  /** Names of the chosen options. */
  options: string[]
  /** The voter's time of the vote, in Unix ms. */
  answeredAt: number
}

/**
 * Returns the votes in a poll of the history, one for each voter. The newest vote of a voter counts. A vote names its options by
 * the hash of each name. The history has the votes decrypted.
 */
export function votesOf(info: WAMessage): HistoricVote[] {
  const names = readContent(info.message)?.content.poll?.options
  if (!names) return []
  const nameOf = new Map(names.map((name) => [createHash('sha256').update(name).digest('hex'), name]))
  const votes = new Map<string, HistoricVote>()
  for (const { pollUpdateMessageKey, vote, senderTimestampMs, serverTimestampMs } of info.pollUpdates ?? []) {
    const atMs = toMs(senderTimestampMs) ?? toMs(serverTimestampMs)
    const envelope = authorEnvelope(info, pollUpdateMessageKey, atMs)
    if (!envelope || !vote) continue
    const { sender: voter, timestamp } = envelope
    const choices = (vote.selectedOptions ?? [])
      .map((hash) => Buffer.from(hash).toString('hex'))
      .filter((hash) => nameOf.has(hash))
    const options = choices.map((hash) => nameOf.get(hash) ?? '')
    const answeredAt = atMs ?? timestamp * 1000
    if (answeredAt >= (votes.get(voter)?.answeredAt ?? 0))
      votes.set(voter, { voter, choices, options, answeredAt })
  }
  return [...votes.values()]
}

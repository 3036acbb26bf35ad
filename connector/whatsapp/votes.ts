import { createHash } from 'node:crypto'
import type { WAMessage } from '@whiskeysockets/baileys'
import { readContent } from './content/read.ts'
import { authorEnvelope, toMs } from './historic.ts'

/** The choice of one voter in a poll of the history. */
export interface HistoricVote {
  /** JID of the voter, or `me`. */
  voter: string
  /** Names of the chosen options; empty if the voter took the vote back. */
  options: string[]
  /** Time of the vote, in ms. */
  atMs: number
}

/**
 * Returns the votes in a poll of the history, one for each voter. The newest vote of a voter counts. A vote names its options by
 * the hash of each name. The history has the votes decrypted.
 */
export function votesOf(info: WAMessage): HistoricVote[] {
  const options = readContent(info.message)?.content.poll?.options
  if (!options) return []
  const nameOf = new Map(options.map((name) => [createHash('sha256').update(name).digest('hex'), name]))
  const votes = new Map<string, HistoricVote>()
  for (const { pollUpdateMessageKey, vote, senderTimestampMs, serverTimestampMs } of info.pollUpdates ?? []) {
    const atMs = toMs(senderTimestampMs) ?? toMs(serverTimestampMs)
    const envelope = authorEnvelope(info, pollUpdateMessageKey, atMs)
    if (!envelope || !vote) continue
    const { sender: voter, timestamp } = envelope
    const chosen = (vote.selectedOptions ?? []).flatMap(
      (hash) => nameOf.get(Buffer.from(hash).toString('hex')) ?? [],
    )
    const found = { voter, options: chosen, atMs: atMs ?? timestamp * 1000 }
    if (found.atMs >= (votes.get(voter)?.atMs ?? 0)) votes.set(voter, found)
  }
  return [...votes.values()]
}

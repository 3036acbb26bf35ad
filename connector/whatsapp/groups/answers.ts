import { type BinaryNode, getBinaryNodeChild } from '@whiskeysockets/baileys'
import type { ParticipantAnswer } from '#shared/contracts/groups.ts'
import { participantsOf, readMember } from './node.ts'

/** Returns WhatsApp's answer for each participant. The answer may name a participant by another JID. */
export async function toAnswers(
  jids: readonly string[],
  node: BinaryNode | undefined,
  lidOf: (jid: string) => Promise<string | null>,
): Promise<ParticipantAnswer[]> {
  const nodes = node ? participantsOf(node) : []
  const find = (named: string | null) =>
    nodes.find((one) => {
      const { jid, lid } = readMember(one)
      return named !== null && (jid === named || lid === named)
    })
  return await Promise.all(
    jids.map(async (participant) => {
      // A participant with a hidden number is named only by LID.
      const found = find(participant) ?? find(await lidOf(participant))
      const request = found && getBinaryNodeChild(found, 'add_request')
      const { code: inviteCode, expiration } = request?.attrs ?? {}
      return {
        participant,
        code: found ? (found.attrs.error ?? '200') : 'no_answer',
        ...(inviteCode && { inviteCode }),
        ...(expiration && { inviteExpiresAt: new Date(Number(expiration) * 1000).toISOString() }),
      }
    }),
  )
}

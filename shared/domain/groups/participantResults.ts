import { z } from 'zod'
import {
  PARTICIPANT_OUTCOMES,
  type ParticipantAction,
  type ParticipantAnswer,
  type ParticipantOutcome,
} from '#shared/contracts/groups.ts'

export const participantResultSchema = z.object({
  participant: z.string().meta({ example: '905551234567@s.whatsapp.net' }),
  status: z.enum(PARTICIPANT_OUTCOMES).meta({
    description:
      '`invite_needed`: nobody may add them; send them the `inviteCode`, if there is one, or the link of the group. ' +
      '`not_found`: not in the group, or without a request to join. `refused`: for a reason that only the `code` tells',
  }),
  code: z.string().optional().meta({ description: "WhatsApp's, of a refusal", example: '403' }),
  inviteCode: z.string().optional().meta({ description: 'For this participant alone' }),
  inviteExpiresAt: z.iso.datetime().optional(),
})
export type ParticipantResult = z.infer<typeof participantResultSchema>

const DONE: Readonly<Record<ParticipantAction, ParticipantOutcome>> = {
  add: 'added',
  remove: 'removed',
  promote: 'promoted',
  demote: 'demoted',
  approve: 'approved',
  reject: 'rejected',
}
/** WhatsApp's codes mean the same wherever they come. Only who is to be added may have no account. */
const REFUSED: Readonly<Record<string, ParticipantOutcome>> = {
  403: 'not_allowed',
  404: 'not_found',
  406: 'not_allowed',
  408: 'recently_left',
  409: 'already_member',
}
const NOT_ADDED: Readonly<Record<string, ParticipantOutcome>> = {
  403: 'invite_needed',
  404: 'not_on_whatsapp',
}

/** What became of one participant, in words. */
export function toParticipantResult(action: ParticipantAction, answer: ParticipantAnswer): ParticipantResult {
  const { participant, code, inviteCode, inviteExpiresAt } = answer
  if (code === '200') return { participant, status: DONE[action] }
  const special = action === 'add' ? NOT_ADDED[code] : undefined
  return {
    participant,
    status: special ?? REFUSED[code] ?? 'refused',
    code,
    ...(inviteCode !== undefined && { inviteCode }),
    ...(inviteExpiresAt !== undefined && { inviteExpiresAt }),
  }
}

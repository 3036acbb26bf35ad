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
      '`invite_needed`: WhatsApp does not let you add this person; send them the `inviteCode`, if present, or the invite link. ' +
      '`not_found`: the person is not in the group, or has no join request. `refused`: only `code` gives the reason',
  }),
  code: z.string().optional().meta({ description: "WhatsApp's code of a refusal", example: '403' }),
  inviteCode: z.string().optional().meta({ description: 'Invite code for this participant only' }),
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
/**
 * WhatsApp's codes have one meaning for all actions, except the codes in `NOT_ADDED`: only a person to add may lack an
 * account.
 */
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

/** Converts WhatsApp's answer for one participant to a named result. */
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

import { z } from 'zod'
import {
  PARTICIPANT_OUTCOMES,
  type ParticipantAction,
  type ParticipantAnswer,
  type ParticipantOutcome,
} from '#shared/contracts/groups.ts'

export const participantResultSchema = z
  .object({
    participant: z
      .string()
      .meta({ description: 'JID of the participant in the request', example: '905551234567@s.whatsapp.net' }),
    status: z.enum(PARTICIPANT_OUTCOMES).meta({
      description:
        'Outcome for this participant. `invite_needed`: WhatsApp does not let you add this person; send them the `inviteCode`, if ' +
        'present, or the invite link. `recently_left`: the person left the group a short time ago. `not_allowed`: you may not make ' +
        'this change. `not_found`: the person is not in the group, or has no join request. `refused`: only `code` gives the reason',
      example: 'invite_needed',
    }),
    code: z.string().optional().meta({ description: "WhatsApp's code of a refusal", example: '403' }),
    inviteCode: z
      .string()
      .optional()
      .meta({ description: 'Invite code for this participant only', example: 'CjQKHYwM7pA0VdQ2' }),
    inviteExpiresAt: z.iso
      .datetime()
      .optional()
      .meta({ description: 'End of the invite code', example: '2026-06-27T10:30:00.000Z' }),
  })
  .meta({
    id: 'ParticipantResult',
    description: 'The outcome of a change for one participant',
    example: {
      participant: '905551234567@s.whatsapp.net',
      status: 'invite_needed',
      code: '403',
      inviteCode: 'CjQKHYwM7pA0VdQ2',
      inviteExpiresAt: '2026-06-27T10:30:00.000Z',
    },
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

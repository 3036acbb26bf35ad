import { z } from 'zod'
import { type JoinDecision, joinRequestSchema, participantAnswerSchema } from '#shared/contracts/groups.ts'
import type { AppContext } from '../context.ts'
import { askGroup, type GroupRef } from './askGroup.ts'
import { type ParticipantResult, toParticipantResult } from './participantResults.ts'
import { groupPersonFields, withUsernames } from './view.ts'

export const joinRequestViewSchema = z
  .object({
    ...groupPersonFields,
    requestedAt: z.iso.datetime().nullable().meta({
      description: 'Time of the request; null if WhatsApp does not report the time',
      example: '2026-06-24T10:30:00.000Z',
    }),
  })
  .meta({
    id: 'JoinRequest',
    description: 'A person who used the invite link and waits for the approval of an admin',
    example: {
      jid: '905551234567@s.whatsapp.net',
      phone: '905551234567',
      lid: '630846724446591@lid',
      username: null,
      requestedAt: '2026-06-24T10:30:00.000Z',
    },
  })

/**
 * Lists the pending join requests of a group. WhatsApp accepts this from admins only.
 * @throws NotFound, SessionNotPaired, OperationTimedOut, WhatsAppRejected
 */
export async function listJoinRequests({
  ctx,
  input,
}: {
  ctx: AppContext
  input: GroupRef
}): Promise<z.infer<typeof joinRequestViewSchema>[]> {
  const answer = await askGroup({
    ctx,
    input: { group: input, request: { kind: 'group.join-requests' }, operation: 'list join requests' },
  })
  const persons = z.array(joinRequestSchema).parse(answer)
  return await withUsernames({ ctx, input: { sessionId: input.sessionId, persons } })
}

/**
 * Approves or rejects join requests. WhatsApp accepts this from admins only.
 * @throws NotFound, SessionNotPaired, OperationTimedOut, WhatsAppRejected
 */
export async function decideJoinRequests({
  ctx,
  input: { decision, participants, ...ref },
}: {
  ctx: AppContext
  input: GroupRef & { decision: JoinDecision; participants: string[] }
}): Promise<ParticipantResult[]> {
  const request = { kind: 'group.decide', decision, participants } as const
  const answer = await askGroup({
    ctx,
    input: { group: ref, request, operation: `${decision} join requests` },
  })
  return z
    .array(participantAnswerSchema)
    .parse(answer)
    .map((one) => toParticipantResult(decision, one))
}

import { z } from 'zod'
import { type JoinDecision, joinRequestSchema, participantAnswerSchema } from '#shared/contracts/groups.ts'
import { phoneOf } from '#shared/jid.ts'
import type { AppContext } from '../context.ts'
import { askGroup, type GroupRef } from './askGroup.ts'
import { type ParticipantResult, toParticipantResult } from './participantResults.ts'

export const joinRequestViewSchema = z.object({
  jid: z.string().meta({ example: '905551234567@s.whatsapp.net' }),
  phone: z.string().nullable().meta({ example: '905551234567' }),
  lid: z.string().nullable().meta({ example: '630846724446591@lid' }),
  requestedAt: z.iso.datetime().nullable(),
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
  return z
    .array(joinRequestSchema)
    .parse(answer)
    .map((one) => ({ ...one, phone: phoneOf(one.jid) }))
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

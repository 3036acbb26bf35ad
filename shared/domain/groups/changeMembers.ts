import { z } from 'zod'
import { type MemberAction, participantAnswerSchema } from '#shared/contracts/groups.ts'
import type { AppContext } from '../context.ts'
import { askGroup, type GroupRef } from './askGroup.ts'
import { type ParticipantResult, toParticipantResult } from './participantResults.ts'

const OPERATIONS: Readonly<Record<MemberAction, string>> = {
  add: 'add participants',
  remove: 'remove participants',
  promote: 'promote participants',
  demote: 'demote participants',
}

/**
 * Adds, removes, promotes or demotes members. WhatsApp may refuse some members and accept the others.
 * @throws NotFound, SessionNotPaired, OperationTimedOut; WhatsAppRejected if WhatsApp refuses all members, for example
 * because the session is no admin
 */
export async function changeMembers({
  ctx,
  input: { action, participants, ...ref },
}: {
  ctx: AppContext
  input: GroupRef & { action: MemberAction; participants: string[] }
}): Promise<ParticipantResult[]> {
  const request = { kind: 'group.members', action, participants } as const
  const answer = await askGroup({ ctx, input: { group: ref, request, operation: OPERATIONS[action] } })
  return z
    .array(participantAnswerSchema)
    .parse(answer)
    .map((one) => toParticipantResult(action, one))
}

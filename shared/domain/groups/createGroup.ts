import { z } from 'zod'
import { participantAnswerSchema } from '#shared/contracts/groups.ts'
import { askConnector } from '../connectorRequests/index.ts'
import type { AppContext } from '../context.ts'
import { loadPairedSession } from '../sessions/index.ts'
import { loadGroup } from './loadGroup.ts'
import { participantResultSchema, toParticipantResult } from './participantResults.ts'
import { GROUP_DETAIL_EXAMPLE, groupDetailSchema, viewGroup } from './view.ts'

const RESULTS = [{ participant: '905551234567@s.whatsapp.net', status: 'added' }]

export const createdGroupSchema = groupDetailSchema
  .extend({
    results: z
      .array(participantResultSchema)
      .meta({ description: 'Result for each requested participant', example: RESULTS }),
  })
  .meta({
    id: 'CreatedGroup',
    description: 'A new group, with the result for each requested participant',
    example: { ...GROUP_DETAIL_EXAMPLE, results: RESULTS },
  })

const answerSchema = z.object({ groupId: z.string(), participants: z.array(participantAnswerSchema) })

/**
 * Creates a group with the participants that WhatsApp lets us add. A repetition under the same seed creates no second
 * group.
 * @throws NotFound, SessionNotPaired, OperationTimedOut, WhatsAppRejected
 */
export async function createGroup({
  ctx,
  input: { sessionId, subject, participants },
}: {
  ctx: AppContext
  input: { sessionId: string; subject: string; participants: string[] }
}): Promise<z.infer<typeof createdGroupSchema>> {
  const session = await loadPairedSession({ ctx, input: { id: sessionId } })
  const request = { kind: 'group.create', subject, participants } as const
  const answer = await askConnector({ ctx, input: { session, request, operation: 'create a group' } })
  const made = answerSchema.parse(answer)
  const row = await loadGroup({ ctx, input: { sessionId, groupId: made.groupId } })
  const results = made.participants.map((one) => toParticipantResult('add', one))
  return { ...(await viewGroup({ ctx, input: row })), results }
}

import { z } from 'zod'
import { deleteMessage } from '#shared/domain/messages/index.ts'
import { defineRoute } from '../../route.ts'
import { messageParams } from '../shared.ts'

export const deleteMessageRoute = defineRoute({
  id: 'messages.delete',
  method: 'delete',
  path: '/messages/{sessionId}/{msgId}',
  tag: 'Messages',
  summary: 'Delete a message from the database',
  description: 'The message stays on WhatsApp. A PENDING message cannot be deleted.',
  params: messageParams,
  data: z.object({ id: z.string(), deleted: z.literal(true) }),
  errors: ['NOT_FOUND', 'CONFLICT'],
  handle: async ({ ctx, params }) => {
    await deleteMessage({ ctx, input: { sessionId: params.sessionId, messageId: params.msgId } })
    return { id: params.msgId, deleted: true }
  },
})

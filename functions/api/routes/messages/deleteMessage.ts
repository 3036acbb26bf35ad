import { deleteMessage } from '#shared/domain/messages/index.ts'
import { defineRoute } from '../../route.ts'
import { deletedSchema, messageParams } from '../shared.ts'

export const deleteMessageRoute = defineRoute({
  id: 'messages.delete',
  method: 'delete',
  path: '/messages/{sessionId}/{msgId}',
  scope: 'send',
  reach: ({ params }) => params.sessionId,
  tag: 'Messages',
  summary: 'Delete a message from the database',
  description:
    'The message stays on WhatsApp. A PENDING message cannot be deleted. Events of the message that are not delivered yet lose its ' +
    'content.',
  params: messageParams,
  data: deletedSchema,
  errors: ['NOT_FOUND', 'CONFLICT'],
  handle: async ({ ctx, params }) => {
    await deleteMessage({ ctx, input: { sessionId: params.sessionId, messageId: params.msgId } })
    return { id: params.msgId, deleted: true }
  },
})

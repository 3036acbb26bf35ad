import { z } from 'zod'
import { MAX_TEXT } from '#shared/contracts/sizes.ts'
import { editMessage, messageSchema } from '#shared/domain/messages/index.ts'
import { defineRoute } from '../../route.ts'
import { CHANGE_ERRORS, messageParams } from '../shared.ts'

export const editMessageRoute = defineRoute({
  id: 'messages.edit',
  method: 'post',
  path: '/messages/{sessionId}/{msgId}/edit',
  tag: 'Messages',
  summary: 'Edit a text that you sent',
  description: 'WhatsApp accepts edits for some 15 minutes.',
  params: messageParams,
  body: z.strictObject({
    text: z.string().min(1).max(MAX_TEXT).meta({ description: 'The new text', example: 'Hello again' }),
  }),
  data: messageSchema,
  errors: CHANGE_ERRORS,
  handle: ({ ctx, params, body }) =>
    editMessage({ ctx, input: { sessionId: params.sessionId, messageId: params.msgId, ...body } }),
})

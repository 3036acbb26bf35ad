import { z } from 'zod'
import { MAX_TEXT } from '#shared/contracts/sizes.ts'
import { editMessage, messageSchema } from '#shared/domain/messages/index.ts'
import { filledText } from '#shared/input/index.ts'
import { defineRoute } from '../../route.ts'
import { CHANGE_ERRORS, messageParams } from '../shared.ts'

export const editMessageRoute = defineRoute({
  id: 'messages.edit',
  method: 'post',
  path: '/messages/{sessionId}/{msgId}/edit',
  tag: 'Messages',
  summary: 'Edit a text that you sent',
  description:
    'WhatsApp accepts edits for some 15 minutes. The answer is the edited message. The session must be connected. An edit does not ' +
    'count towards the quota.',
  params: messageParams,
  body: z.strictObject({
    text: filledText(MAX_TEXT).meta({
      description: 'The new text (65,536 characters at most)',
      example: 'Hello again',
    }),
  }),
  example: { text: 'Hello again' },
  data: messageSchema,
  errors: CHANGE_ERRORS,
  handle: ({ ctx, params, body }) =>
    editMessage({ ctx, input: { sessionId: params.sessionId, messageId: params.msgId, ...body } }),
})

import { z } from 'zod'
import { MAX_TEXT } from '#shared/contracts/sizes.ts'
import { editMessage, messageSchema } from '#shared/domain/messages/index.ts'
import { exactlyOneOf, filledText } from '#shared/input/index.ts'
import { defineRoute } from '../../route.ts'
import { CHANGE_ERRORS, messageParams } from '../shared.ts'
import { mentionsField } from './send/shared.ts'

export const editMessageRoute = defineRoute({
  id: 'messages.edit',
  method: 'post',
  path: '/messages/{sessionId}/{msgId}/edit',
  scope: 'send',
  reach: ({ params }) => params.sessionId,
  tag: 'Messages',
  summary: 'Edit a text or a caption that you sent',
  description:
    'Give the new text of a text message, or the new caption of an image, a video or a document. Mentions stay unless you give others. WhatsApp accepts edits for some 15 minutes. The answer is the edited message. The session must be connected. An edit does not ' +
    'count towards the quota.',
  params: messageParams,
  body: exactlyOneOf(
    z.strictObject({
      text: filledText(MAX_TEXT).optional().meta({
        description: 'The new text, or the new caption of a file (65,536 characters at most)',
        example: 'Hello again',
      }),
      caption: filledText(MAX_TEXT).optional().meta({
        description: 'The new caption of a file, instead of `text`',
        example: 'The new price list',
      }),
      mentions: mentionsField,
    }),
    ['text', 'caption'],
    'Give a text or a caption, but not both',
  ),
  example: { text: 'Hello again' },
  data: messageSchema,
  errors: CHANGE_ERRORS,
  handle: ({ ctx, params, body }) =>
    editMessage({ ctx, input: { sessionId: params.sessionId, messageId: params.msgId, ...body } }),
})

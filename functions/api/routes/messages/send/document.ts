import { sendMedia } from '#shared/domain/messages/index.ts'
import { filledText } from '#shared/input/index.ts'
import { defineRoute } from '../../../route.ts'
import { acceptedSchema, captionField, FILE_ERRORS, fileBody, toMedia } from './shared.ts'

export const sendDocumentRoute = defineRoute({
  id: 'messages.sendDocument',
  method: 'post',
  path: '/messages/send/document',
  scope: 'send',
  reach: ({ body }) => body.session,
  tag: 'Messages',
  summary: 'Send a file (PDF, DOCX, etc.)',
  description: 'A file of any type, up to 100 MB. The message counts towards the monthly quota.',
  body: fileBody({
    ...captionField,
    filename: filledText(200)
      .optional()
      .meta({ description: 'Name of the file on the phone', example: 'Q1-Report.pdf' }),
  }),
  example: {
    session: 'YoNofiM9vtHy',
    to: '905551234567',
    url: 'https://example.com/Q1-Report.pdf',
    filename: 'Q1-Report.pdf',
  },
  data: acceptedSchema,
  isMetered: true,
  errors: FILE_ERRORS,
  handle: ({ ctx, body }) => sendMedia({ ctx, input: { ...toMedia(body), type: 'document' } }),
})

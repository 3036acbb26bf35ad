import { z } from 'zod'
import { sendMedia } from '#shared/domain/messages/index.ts'
import { defineRoute } from '../../../route.ts'
import { acceptedSchema, FILE_ERRORS, fileBody, toMedia } from './shared.ts'

export const sendDocumentRoute = defineRoute({
  id: 'messages.sendDocument',
  method: 'post',
  path: '/messages/send/document',
  tag: 'Messages',
  summary: 'Send a file (PDF, DOCX, etc.)',
  description: 'Up to 100 MB.',
  body: fileBody({
    filename: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .meta({ description: 'Display filename', example: 'Q1-Report.pdf' }),
  }),
  data: acceptedSchema,
  isMetered: true,
  errors: FILE_ERRORS,
  handle: ({ ctx, body }) => sendMedia({ ctx, input: { ...toMedia(body), type: 'document' } }),
})

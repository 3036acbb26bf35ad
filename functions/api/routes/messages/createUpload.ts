import { z } from 'zod'
import { createUpload } from '#shared/domain/messages/index.ts'
import { MEDIA_LIMITS } from '#shared/media/index.ts'
import { defineRoute } from '../../route.ts'

export const createUploadRoute = defineRoute({
  id: 'messages.createUpload',
  method: 'post',
  path: '/media',
  tag: 'Messages',
  summary: 'Get a slot to upload a file that is too large for a request',
  description:
    'PUT the file to `url` with these headers, and give its `mediaId` to one send. The slot accepts exactly `size` bytes, for 15 ' +
    'minutes. The store removes the file when the send is accepted, or after a day.',
  body: z.strictObject({
    size: z
      .number()
      .int()
      .min(1)
      .max(MEDIA_LIMITS.document.maxBytes)
      .meta({ description: 'Exact bytes of the file', example: 48_213_004 }),
    mimetype: z.string().max(200).optional().meta({ example: 'application/pdf' }),
  }),
  status: 201,
  data: z.object({
    mediaId: z.string().meta({ example: 'med_4fG7hJ2kL9mNpQrS' }),
    url: z.string(),
    method: z.literal('PUT'),
    headers: z.record(z.string(), z.string()),
    expiresAt: z.iso.datetime(),
  }),
  errors: ['LIMIT_EXCEEDED'],
  handle: ({ ctx, body }) => createUpload({ ctx, input: body }),
})

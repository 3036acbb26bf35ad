import { z } from 'zod'
import { createUpload } from '#shared/domain/messages/index.ts'
import { defineRoute } from '../../route.ts'

export const createUploadRoute = defineRoute({
  method: 'post',
  path: '/media',
  tag: 'Messages',
  summary: 'Get a slot to upload a file that is too large for a request',
  description:
    'PUT the file to `url` with these headers, and give its `mediaId` to a send endpoint. The slot is good for 15 minutes.',
  body: z.object({ mimetype: z.string().max(200).optional().meta({ example: 'application/pdf' }) }),
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

import { z } from 'zod'
import { createUpload } from '#shared/domain/messages/index.ts'
import { emptyOrFilledText } from '#shared/input/index.ts'
import { MEDIA_LIMITS } from '#shared/media/index.ts'
import { defineRoute } from '../../route.ts'

export const createUploadRoute = defineRoute({
  id: 'messages.createUpload',
  method: 'post',
  path: '/media',
  scope: 'send',
  reach: 'key',
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
      .meta({ description: 'Exact size of the file, in bytes (100 MB at most)', example: 48_213_004 }),
    mimetype: emptyOrFilledText(200).optional().meta({
      description: 'MIME type of the file. If absent, the store records no type',
      example: 'application/pdf',
    }),
  }),
  example: { size: 48_213_004, mimetype: 'application/pdf' },
  status: 201,
  data: z
    .object({
      mediaId: z
        .string()
        .meta({ description: 'ID that one send takes as `mediaId`', example: 'med_4fG7hJ2kL9mNpQrSt5vW' }),
      url: z.string().meta({
        description: 'URL that takes the file once',
        example: 'https://files.example.com/uploads/med_4fG7hJ2kL9mNpQrSt5vW?signature=b5bb9d80',
      }),
      method: z.literal('PUT').meta({ description: 'Method of the upload', example: 'PUT' }),
      headers: z.record(z.string(), z.string()).meta({
        description: 'Headers that the upload must have',
        example: { 'content-type': 'application/pdf' },
      }),
      expiresAt: z.iso
        .datetime()
        .meta({ description: 'End of the slot, after 15 minutes', example: '2026-06-24T10:45:00.000Z' }),
    })
    .meta({
      id: 'UploadSlot',
      description: 'A slot for the upload of one file',
      example: {
        mediaId: 'med_4fG7hJ2kL9mNpQrSt5vW',
        url: 'https://files.example.com/uploads/med_4fG7hJ2kL9mNpQrSt5vW?signature=b5bb9d80',
        method: 'PUT',
        headers: { 'content-type': 'application/pdf' },
        expiresAt: '2026-06-24T10:45:00.000Z',
      },
    }),
  errors: ['LIMIT_EXCEEDED'],
  handle: ({ ctx, body }) => createUpload({ ctx, input: body }),
})

import { z } from 'zod'
import { captionField, dimensionFields, durationField, fileFields } from './file.ts'
import { defineKind } from './kind.ts'

export const video = defineKind({
  description: 'A video, a GIF or a video note.',
  fields: {
    ...captionField,
    ...fileFields,
    ...durationField,
    ...dimensionFields,
    gif: z
      .boolean()
      .optional()
      .meta({ description: 'True for a video that plays automatically, without sound', example: true }),
  },
  example: { caption: 'Opening day', mimetype: 'video/mp4', seconds: 12 },
})

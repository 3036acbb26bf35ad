import { z } from 'zod'
import { captionField, dimensionFields, durationField, fileFields } from './file.ts'
import { defineKind } from './kind.ts'

export const video = defineKind({
  fields: {
    ...captionField,
    ...fileFields,
    ...durationField,
    ...dimensionFields,
    gif: z.boolean().optional().meta({ description: 'A video that plays by itself, without sound' }),
  },
  example: { caption: 'Opening day', mimetype: 'video/mp4', seconds: 12 },
})

import { z } from 'zod'
import { durationField, fileFields } from './file.ts'
import { defineKind } from './kind.ts'

export const audio = defineKind({
  description: 'A voice note or another sound.',
  fields: {
    ...fileFields,
    ...durationField,
    ptt: z.boolean().optional().meta({ description: 'True for a voice note', example: true }),
  },
  example: { mimetype: 'audio/ogg; codecs=opus', seconds: 4, ptt: true },
})

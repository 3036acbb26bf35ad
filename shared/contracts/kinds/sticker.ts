import { z } from 'zod'
import { dimensionFields, fileFields } from './file.ts'
import { defineKind } from './kind.ts'

export const sticker = defineKind({
  description: 'A sticker.',
  fields: {
    ...fileFields,
    ...dimensionFields,
    animated: z
      .literal(true)
      .optional()
      .meta({ description: 'True for a sticker that moves', example: true }),
    lottie: z
      .literal(true)
      .optional()
      .meta({ description: 'True for a Lottie sticker, whose file is vector graphics', example: true }),
  },
  example: { mimetype: 'image/webp', width: 512, height: 512 },
})

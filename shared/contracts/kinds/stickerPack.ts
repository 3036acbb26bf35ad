import { z } from 'zod'
import { defineKind } from './kind.ts'
import { label } from './limits.ts'
import { textField } from './words.ts'

const stickerPackSchema = z
  .object({
    id: label.meta({ description: 'ID of the pack', example: 'pack-1' }),
    name: label.meta({ description: 'Name of the pack', example: 'Cats' }),
    publisher: label.optional().meta({ description: 'Publisher of the pack', example: 'Example Studio' }),
    description: label.optional().meta({ description: 'Description of the pack', example: 'Cats at work' }),
    count: z.number().int().optional().meta({ description: 'Number of stickers', example: 24 }),
  })
  .meta({
    id: 'StickerPack',
    description: 'A pack of stickers',
    example: { id: 'pack-1', name: 'Cats', publisher: 'Example Studio', count: 24 },
  })

export const stickerPack = defineKind({
  description: 'A pack of stickers. The gateway does not fetch the stickers.',
  fields: { ...textField, stickerPack: stickerPackSchema.optional() },
  example: {
    text: 'Cats',
    stickerPack: { id: 'pack-1', name: 'Cats', publisher: 'Example Studio', count: 24 },
  },
})

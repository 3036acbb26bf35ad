import { dimensionFields, fileFields } from './file.ts'
import { defineKind } from './kind.ts'

export const sticker = defineKind({
  fields: { ...fileFields, ...dimensionFields },
  example: { mimetype: 'image/webp', width: 512, height: 512 },
})

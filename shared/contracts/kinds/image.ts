import { captionField, dimensionFields, fileFields } from './file.ts'
import { defineKind } from './kind.ts'

export const image = defineKind({
  description: 'A picture.',
  fields: { ...captionField, ...fileFields, ...dimensionFields },
  example: { caption: 'The new store', mimetype: 'image/jpeg' },
})

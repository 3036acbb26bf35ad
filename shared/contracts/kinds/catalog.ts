import { z } from 'zod'
import { dimensionFields, fileFields } from './file.ts'
import { defineKind } from './kind.ts'
import { label, longText } from './limits.ts'
import { businessJid } from './product.ts'
import { boxFields, textField } from './words.ts'

const catalogSchema = z
  .object({
    title: label.optional().meta({ description: 'Name of the catalog', example: 'Summer' }),
    description: longText
      .optional()
      .meta({ description: 'Description of the catalog', example: 'All that is new' }),
    businessJid,
  })
  .meta({
    id: 'Catalog',
    description: 'A catalog of a business',
    example: { title: 'Summer', businessJid: '905559876543@s.whatsapp.net' },
  })

export const catalog = defineKind({
  description: 'The catalog of a business. The picture of the catalog is the file.',
  fields: {
    ...textField,
    footer: boxFields.footer,
    ...fileFields,
    ...dimensionFields,
    catalog: catalogSchema.optional(),
  },
  example: { text: 'Summer', catalog: { title: 'Summer', businessJid: '905559876543@s.whatsapp.net' } },
})

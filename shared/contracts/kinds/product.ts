import { z } from 'zod'
import { dimensionFields, fileFields } from './file.ts'
import { defineKind } from './kind.ts'
import { identifier, label, longText, wholeUrl } from './limits.ts'
import { boxFields, textField } from './words.ts'

export const currency = label
  .optional()
  .meta({ description: 'Currency of the amounts, by ISO 4217', example: 'EUR' })
export const businessJid = identifier
  .optional()
  .meta({ description: 'JID of the business', example: '905559876543@s.whatsapp.net' })

const productSchema = z
  .object({
    id: label.meta({ description: 'ID of the product in the catalog', example: '6512345678901234' }),
    title: label.optional().meta({ description: 'Name of the product', example: 'Blue shirt' }),
    description: longText
      .optional()
      .meta({ description: 'Description of the product', example: 'Cotton, sizes S to XL' }),
    currency,
    price: z.number().optional().meta({ description: 'Price', example: 19.9 }),
    salePrice: z.number().optional().meta({ description: 'Reduced price', example: 14.9 }),
    retailerId: label
      .optional()
      .meta({ description: "The shop's own ID of the product", example: 'SHIRT-B' }),
    url: wholeUrl
      .optional()
      .meta({ description: 'Page of the product', example: 'https://example.com/shirt' }),
    businessJid,
  })
  .meta({
    id: 'Product',
    description: 'A product of a catalog',
    example: { id: '6512345678901234', title: 'Blue shirt', currency: 'EUR', price: 19.9 },
  })

export const product = defineKind({
  description: 'A product of a catalog. The picture of the product is the file.',
  fields: {
    ...textField,
    footer: boxFields.footer,
    ...fileFields,
    ...dimensionFields,
    product: productSchema.optional(),
  },
  example: {
    text: 'Blue shirt\nCotton, sizes S to XL',
    product: { id: '6512345678901234', title: 'Blue shirt', currency: 'EUR', price: 19.9 },
  },
})

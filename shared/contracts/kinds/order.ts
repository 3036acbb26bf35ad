import { z } from 'zod'
import { defineKind } from './kind.ts'
import { identifier, label } from './limits.ts'
import { currency } from './product.ts'
import { textField } from './words.ts'

const orderSchema = z
  .object({
    id: label.meta({ description: 'ID of the order', example: '1042' }),
    title: label.optional().meta({ description: 'Title of the order', example: 'Blue shirt' }),
    itemCount: z.number().int().optional().meta({ description: 'Number of items', example: 2 }),
    status: z
      .enum(['inquiry', 'accepted', 'declined'])
      .optional()
      .meta({ description: 'Status of the order', example: 'inquiry' }),
    currency,
    total: z.number().optional().meta({ description: 'Sum of all items', example: 39.8 }),
    sellerJid: identifier
      .optional()
      .meta({ description: 'JID of the seller', example: '905559876543@s.whatsapp.net' }),
    token: label.optional().meta({
      description: 'Token with which WhatsApp shows the items of the order',
      example: 'AR6xBKbXZn0Xwmu76Ksyd7rnxI',
    }),
  })
  .meta({
    id: 'Order',
    description: 'An order of products from a catalog',
    example: { id: '1042', itemCount: 2, currency: 'EUR', total: 39.8 },
  })

export const order = defineKind({
  description: 'An order from a catalog: the cart that a customer sends.',
  fields: { ...textField, order: orderSchema.optional() },
  example: {
    text: 'I would like these in blue',
    order: { id: '1042', itemCount: 2, currency: 'EUR', total: 39.8 },
  },
})

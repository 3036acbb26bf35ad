import { z } from 'zod'
import { defineKind } from './kind.ts'
import { identifier, label, unixSeconds } from './limits.ts'
import { currency } from './product.ts'
import { textField } from './words.ts'

const paymentSchema = z
  .object({
    status: z.enum(['requested', 'sent', 'declined', 'cancelled', 'invited', 'invoiced']).meta({
      description:
        '`requested`: the author asks for money. `sent`: the author paid. `declined` and `cancelled`: the end of a request. ' +
        '`invited`: the author invites to pay by WhatsApp. `invoiced`: an invoice',
      example: 'requested',
    }),
    amount: z.number().optional().meta({ description: 'Amount', example: 12.5 }),
    currency,
    from: identifier.optional().meta({
      description: 'JID of the person who is asked to pay',
      example: '905559876543@s.whatsapp.net',
    }),
    requestId: identifier
      .optional()
      .meta({ description: 'ID of the message with the request', example: '3EB0A8C2F5B7E6A1' }),
    service: label.optional().meta({ description: 'Payment service', example: 'UPI' }),
    expiresAt: unixSeconds
      .optional()
      .meta({ description: 'End of the request, in Unix seconds', example: 1_750_847_400 }),
  })
  .meta({
    id: 'Payment',
    description: 'A payment, or a request for a payment',
    example: { status: 'requested', amount: 12.5, currency: 'EUR' },
  })

export const payment = defineKind({
  description: 'A payment by WhatsApp, a request for one, or its end. The note is the text.',
  fields: { ...textField, payment: paymentSchema.optional() },
  example: { text: 'For the pizza', payment: { status: 'requested', amount: 12.5, currency: 'EUR' } },
})

import { z } from 'zod'
import { dimensionFields, durationField, fileFields, filenameField } from './file.ts'
import { defineKind } from './kind.ts'
import { identifier, label, wholeJson } from './limits.ts'
import { listField } from './list.ts'
import { boxFields, cardsField, textField } from './words.ts'

const nativeFlowSchema = z
  .object({
    name: label.meta({ description: "WhatsApp's name of the button or the flow", example: 'review_and_pay' }),
    json: wholeJson.optional().meta({
      description: 'Its parameters, as JSON text',
      example: '{"reference_id":"1042","total_amount":{"value":1250,"offset":100}}',
    }),
  })
  .meta({
    id: 'NativeFlow',
    description: 'A native flow of an interactive message',
    example: { name: 'review_and_pay', json: '{"reference_id":"1042"}' },
  })

export const interactive = defineKind({
  description: 'An interactive message of a business: native flows, a carousel, a shop or a collection.',
  fields: {
    ...textField,
    ...boxFields,
    ...cardsField,
    ...listField,
    ...fileFields,
    ...filenameField,
    ...durationField,
    ...dimensionFields,
    subtitle: label.optional().meta({ description: 'Text below the header', example: 'Paid by card' }),
    nativeFlows: z
      .array(nativeFlowSchema)
      .optional()
      .meta({
        description: 'Native flows with all their parameters, in their order',
        example: [{ name: 'cta_url', json: '{"display_text":"Pay","url":"https://example.com/pay"}' }],
      }),
    shopId: label.optional().meta({ description: 'ID of the shop or the collection', example: '1042' }),
    businessJid: identifier.optional().meta({
      description: 'JID of the business to which the collection belongs',
      example: '905559876543@s.whatsapp.net',
    }),
  },
  example: {
    text: 'Your total is 12.50 EUR.',
    header: 'Order 1042',
    buttons: [{ type: 'url', text: 'Pay', url: 'https://example.com/pay' }],
    nativeFlows: [{ name: 'cta_url', json: '{"display_text":"Pay","url":"https://example.com/pay"}' }],
  },
})

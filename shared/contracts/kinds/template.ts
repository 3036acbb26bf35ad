import { dimensionFields, durationField, fileFields, filenameField } from './file.ts'
import { defineKind } from './kind.ts'
import { label } from './limits.ts'
import { boxFields, cardsField, textField } from './words.ts'

export const template = defineKind({
  description: 'A template message of a business. The picture, video or document of its header is the file.',
  fields: {
    ...textField,
    ...boxFields,
    ...cardsField,
    ...fileFields,
    ...filenameField,
    ...durationField,
    ...dimensionFields,
    templateId: label.optional().meta({ description: 'ID of the template', example: '1042' }),
  },
  example: {
    text: 'Your order 1042 is on its way.',
    header: 'Your order',
    footer: 'Answer STOP to opt out',
    buttons: [{ type: 'url', text: 'Track my order', url: 'https://example.com/orders/1042' }],
  },
})

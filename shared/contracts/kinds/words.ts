import { z } from 'zod'
import { identifier, label, longText, wholeUrl } from './limits.ts'

/** The words of a message. */
export const textField = {
  text: longText.optional().meta({
    description: 'The words of the message, for each kind that has words and no file',
    example: 'Hello from Vesper!',
  }),
}

export const targetField = {
  messageId: identifier.optional().meta({
    description: 'ID of the message that a reaction, a comment or an answer belongs to',
    example: '3EB0A8C2F5B7E6A1',
  }),
}

const buttonSchema = z
  .object({
    type: z.enum(['reply', 'url', 'call', 'copy', 'list', 'other']).meta({
      description:
        '`reply`: the recipient answers by a tap. `url`: opens `url`. `call`: calls `phone`. `copy`: copies `code`. ' +
        '`list`: opens `list.rows`. `other`: a button of another kind',
      example: 'reply',
    }),
    text: label.meta({ description: 'Label of the button', example: 'Track my order' }),
    id: label.optional().meta({ description: 'ID that the answer has in `selectedId`', example: 'track' }),
    url: wholeUrl
      .optional()
      .meta({ description: 'URL that the button opens', example: 'https://example.com/orders/1042' }),
    phone: label.optional().meta({ description: 'Number that the button calls', example: '+905551234567' }),
    code: label.optional().meta({ description: 'Code that the button copies', example: 'SUMMER25' }),
  })
  .meta({
    id: 'MessageButton',
    description: 'A button of a received message',
    example: { type: 'reply', text: 'Track my order', id: 'track' },
  })
export type MessageButton = z.infer<typeof buttonSchema>

const buttonsExample: MessageButton[] = [{ type: 'reply', text: 'Track my order', id: 'track' }]

/** Text above and below the words, and the buttons. */
export const boxFields = {
  header: longText
    .optional()
    .meta({ description: 'Text above the words of the message', example: 'Your order' }),
  footer: longText
    .optional()
    .meta({ description: 'Text below the words of the message', example: 'Answer STOP to opt out' }),
  buttons: z
    .array(buttonSchema)
    .optional()
    .meta({ description: 'Buttons of the message, in their order', example: buttonsExample }),
}

const cardSchema = z.object({ ...textField, ...boxFields }).meta({
  id: 'MessageCard',
  description: 'A card of a carousel',
  example: { text: 'Blue shirt', buttons: buttonsExample },
})
export type MessageCard = z.infer<typeof cardSchema>

/** The cards of a carousel. */
export const cardsField = {
  cards: z
    .array(cardSchema)
    .optional()
    .meta({ description: 'Cards of a carousel, in their order', example: [{ text: 'Blue shirt' }] }),
}

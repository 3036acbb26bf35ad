import { z } from 'zod'
import { defineKind } from './kind.ts'
import { label, vcardText } from './limits.ts'

const contactCardSchema = z
  .object({
    name: label.meta({ description: 'Display name of the contact', example: 'Ayşe Yılmaz' }),
    phone: label.optional().meta({ description: 'Phone number in digits', example: '905551234567' }),
    vcard: vcardText.optional().meta({
      description: 'The whole card, as vCard 3.0',
      example: 'BEGIN:VCARD\nVERSION:3.0\nFN:Ayşe Yılmaz\nTEL;waid=905551234567:+905551234567\nEND:VCARD',
    }),
  })
  .meta({
    id: 'ContactCard',
    description: 'A contact card in a message',
    example: { name: 'Ayşe Yılmaz', phone: '905551234567' },
  })
export type ContactCard = z.infer<typeof contactCardSchema>

export const contact = defineKind({
  description: 'Contact cards.',
  fields: {
    contacts: z
      .array(contactCardSchema)
      .optional()
      .meta({
        description: 'Cards of a contact message',
        example: [{ name: 'Ayşe Yılmaz', phone: '905551234567' }],
      }),
  },
  example: { contacts: [{ name: 'Ayşe Yılmaz', phone: '905551234567' }] },
})

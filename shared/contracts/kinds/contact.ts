import { z } from 'zod'
import { defineKind } from './kind.ts'

const contactCardSchema = z.object({
  name: z.string().meta({ example: 'Ayşe Yılmaz' }),
  phone: z.string().optional().meta({ description: 'Phone number in digits', example: '905551234567' }),
  vcard: z.string().optional().meta({ description: 'The whole card, as vCard 3.0' }),
})
export type ContactCard = z.infer<typeof contactCardSchema>

export const contact = defineKind({
  fields: { contacts: z.array(contactCardSchema).optional() },
  example: { contacts: [{ name: 'Ayşe Yılmaz', phone: '905551234567' }] },
})

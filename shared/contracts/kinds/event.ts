import { z } from 'zod'
import { defineKind } from './kind.ts'

const eventSchema = z
  .object({
    name: z.string().meta({ description: 'Name of the event', example: 'Opening' }),
    description: z
      .string()
      .optional()
      .meta({ description: 'Description of the event', example: 'Bring your friends' }),
    startsAt: z
      .number()
      .int()
      .optional()
      .meta({ description: 'Begin of the event, in Unix seconds', example: 1_782_383_400 }),
    canceled: z
      .literal(true)
      .optional()
      .meta({ description: 'True if the author canceled the event', example: true }),
  })
  .meta({
    id: 'WhatsAppEvent',
    description: 'An event to which the recipients respond',
    example: { name: 'Opening', startsAt: 1_782_383_400 },
  })

export const event = defineKind({
  fields: { event: eventSchema.optional() },
  example: { event: { name: 'Opening', startsAt: 1_782_383_400 } },
})

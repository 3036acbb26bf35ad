import { z } from 'zod'
import { defineKind } from './kind.ts'
import { label, longText, unixSeconds, wholeUrl } from './limits.ts'
import { textField } from './words.ts'

const placeSchema = z
  .object({
    name: label.optional().meta({ description: 'Name of the place', example: 'Town hall' }),
    address: label.optional().meta({ description: 'Address of the place', example: 'Main Street 1' }),
    latitude: z.number().optional().meta({ description: 'Latitude, in degrees', example: 41.0082 }),
    longitude: z.number().optional().meta({ description: 'Longitude, in degrees', example: 28.9784 }),
  })
  .meta({ id: 'EventPlace', description: 'The place of an event', example: { name: 'Town hall' } })

const eventSchema = z
  .object({
    name: label.meta({ description: 'Name of the event', example: 'Summer party' }),
    description: longText
      .optional()
      .meta({ description: 'Description of the event', example: 'Bring a friend' }),
    startsAt: unixSeconds.optional().meta({ description: 'Start, in Unix seconds', example: 1_750_847_400 }),
    endsAt: unixSeconds.optional().meta({ description: 'End, in Unix seconds', example: 1_750_854_600 }),
    place: placeSchema.optional(),
    joinLink: wholeUrl
      .optional()
      .meta({ description: 'Link of the call', example: 'https://call.whatsapp.com/video/AbCdEf' }),
    call: z
      .enum(['voice', 'video', 'unknown'])
      .optional()
      .meta({ description: 'Kind of the call, for a planned call', example: 'video' }),
    extraGuests: z
      .literal(true)
      .optional()
      .meta({ description: 'True if guests may bring others', example: true }),
    canceled: z.literal(true).optional().meta({ description: 'True for a canceled event', example: true }),
  })
  .meta({
    id: 'PlannedEvent',
    description: 'An event, or a planned call',
    example: { name: 'Summer party', startsAt: 1_750_847_400 },
  })

export const event = defineKind({
  description: 'An event that people can join, or a planned call.',
  fields: { ...textField, event: eventSchema.optional() },
  example: {
    text: 'Summer party\nBring a friend',
    event: { name: 'Summer party', description: 'Bring a friend', startsAt: 1_750_847_400 },
  },
})

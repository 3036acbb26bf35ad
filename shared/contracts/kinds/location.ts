import { z } from 'zod'
import { captionField } from './file.ts'
import { defineKind } from './kind.ts'
import { label } from './limits.ts'

export const location = defineKind({
  description: 'A place, or a live location.',
  fields: {
    ...captionField,
    latitude: z.number().optional().meta({ description: 'Latitude, in degrees', example: 41.0082 }),
    longitude: z.number().optional().meta({ description: 'Longitude, in degrees', example: 28.9784 }),
    name: label.optional().meta({ description: 'Name of the place', example: 'Istanbul' }),
    address: label.optional().meta({ description: 'Address of the place', example: 'Sultanahmet, Fatih' }),
    live: z.boolean().optional().meta({ description: 'True for a live location', example: true }),
  },
  example: { latitude: 41.0082, longitude: 28.9784, name: 'Istanbul' },
})

import { z } from 'zod'
import { sendMessage } from '#shared/domain/messages/index.ts'
import { emptyOrFilledText } from '#shared/input/index.ts'
import { defineRoute } from '../../../route.ts'
import { acceptedSchema, SEND_ERRORS, sendFields } from './shared.ts'

export const sendLocationRoute = defineRoute({
  id: 'messages.sendLocation',
  method: 'post',
  path: '/messages/send/location',
  scope: 'send',
  reach: ({ body }) => body.session,
  tag: 'Messages',
  summary: 'Send a location pin',
  description: 'Sends a pin on the map. The message counts towards the monthly quota.',
  body: sendFields.extend({
    latitude: z.number().min(-90).max(90).meta({ description: 'Latitude, in degrees', example: 41.0082 }),
    longitude: z.number().min(-180).max(180).meta({ description: 'Longitude, in degrees', example: 28.9784 }),
    name: emptyOrFilledText(1000).optional().meta({ description: 'Name of the place', example: 'Istanbul' }),
    address: emptyOrFilledText(1000)
      .optional()
      .meta({ description: 'Address of the place', example: 'Sultanahmet, Fatih' }),
  }),
  example: {
    session: 'YoNofiM9vtHy',
    to: '905551234567',
    latitude: 41.0082,
    longitude: 28.9784,
    name: 'Istanbul',
  },
  data: acceptedSchema,
  isMetered: true,
  errors: SEND_ERRORS,
  handle: ({ ctx, body: { session, to, usernameKey, quoted, ...content } }) =>
    sendMessage({
      ctx,
      input: { sessionId: session, remoteJid: to, usernameKey, type: 'location', content, about: quoted },
    }),
})

import { z } from 'zod'
import { getContactPicture } from '#shared/domain/contacts/index.ts'
import { recipientSchema } from '#shared/jid.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_READ_ERRORS, messageParams } from '../shared.ts'

export const getContactPictureRoute = defineRoute({
  id: 'contacts.getPicture',
  method: 'get',
  path: '/contacts/{sessionId}/{jid}/picture',
  scope: 'read',
  reach: ({ params }) => params.sessionId,
  tag: 'Contacts',
  summary: "Get a contact's profile picture",
  description: 'Asks WhatsApp for the URL of the picture. The session must be connected.',
  params: messageParams.pick({ sessionId: true }).extend({
    jid: recipientSchema.meta({ description: 'A phone number or a JID', example: '905551234567' }),
  }),
  data: z
    .object({
      url: z.string().nullable().meta({
        description:
          'URL of the picture at WhatsApp, which expires; null if the contact has no picture or hides it',
        example: 'https://pps.whatsapp.net/v/t61.24694-24/1234567_n.jpg',
      }),
    })
    .meta({
      id: 'ContactPicture',
      description: 'The profile picture of a contact',
      example: { url: 'https://pps.whatsapp.net/v/t61.24694-24/1234567_n.jpg' },
    }),
  errors: CONNECTOR_READ_ERRORS,
  handle: ({ ctx, params }) => getContactPicture({ ctx, input: params }),
})

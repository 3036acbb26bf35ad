import { z } from 'zod'
import { getContactPicture } from '#shared/domain/contacts/index.ts'
import { recipientSchema } from '#shared/jid.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_REQUEST_ERRORS, messageParams } from '../shared.ts'

export const getContactPictureRoute = defineRoute({
  id: 'contacts.getPicture',
  method: 'get',
  path: '/contacts/{sessionId}/{jid}/picture',
  tag: 'Contacts',
  summary: "Get a contact's profile picture",
  params: messageParams.pick({ sessionId: true }).extend({
    jid: recipientSchema.meta({ description: 'A phone number or a JID', example: '905551234567' }),
  }),
  data: z.object({
    url: z.string().nullable().meta({ description: 'null if the contact has no picture or hides it' }),
  }),
  errors: CONNECTOR_REQUEST_ERRORS,
  handle: ({ ctx, params }) => getContactPicture({ ctx, input: params }),
})

import { z } from 'zod'
import { presenceStateSchema } from '#shared/contracts/connectorRequests.ts'
import { setPresence } from '#shared/domain/contacts/index.ts'
import { destinationSchema } from '#shared/jid.ts'
import { usernameKeySchema } from '#shared/username.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_REQUEST_ERRORS, sessionField } from '../shared.ts'

export const setPresenceRoute = defineRoute({
  id: 'contacts.setPresence',
  method: 'post',
  path: '/presence',
  scope: 'send',
  reach: ({ body }) => body.session,
  tag: 'Contacts',
  summary: 'Show a contact that you are typing or recording',
  description:
    'WhatsApp shows the state for some 25 seconds, or until `paused`. The session must be connected. A presence does not count towards ' +
    'the quota.',
  body: z.strictObject({
    session: sessionField,
    to: destinationSchema.meta({ description: 'Chat that shows the state', example: '905551234567' }),
    usernameKey: usernameKeySchema.optional(),
    state: presenceStateSchema,
  }),
  example: { session: 'YoNofiM9vtHy', to: '905551234567', state: 'composing' },
  data: z.object({ state: presenceStateSchema }).meta({
    id: 'Presence',
    description: 'The state that the contact sees',
    example: { state: 'composing' },
  }),
  errors: [...CONNECTOR_REQUEST_ERRORS, 'USERNAME_KEY_REQUIRED'],
  handle: async ({ ctx, body }) => {
    const { session: sessionId, to: jid, usernameKey, state } = body
    await setPresence({ ctx, input: { sessionId, jid, usernameKey, state } })
    return { state: body.state }
  },
})

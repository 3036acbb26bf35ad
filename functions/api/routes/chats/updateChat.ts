import { z } from 'zod'
import { lifetimeSchema } from '#shared/contracts/chats.ts'
import { chatSchema, updateChat } from '#shared/domain/chats/index.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_REQUEST_ERRORS } from '../shared.ts'
import { chatParams } from './shared.ts'

export const updateChatRoute = defineRoute({
  id: 'chats.update',
  method: 'update',
  path: '/chats/{sessionId}/{jid}',
  scope: 'send',
  reach: ({ params }) => params.sessionId,
  tag: 'Chats',
  summary: 'Set the disappearing timer of a chat',
  description:
    'Sets the lifetime of new messages, for both sides of a chat or for all members of a group. Messages that were sent before keep ' +
    'their lifetime. The session must be connected. A timer does not count towards the quota.',
  params: chatParams,
  body: z.strictObject({ ephemeralSeconds: lifetimeSchema }),
  example: { ephemeralSeconds: 604_800 },
  data: chatSchema,
  errors: CONNECTOR_REQUEST_ERRORS,
  handle: ({ ctx, params, body }) => updateChat({ ctx, input: { ...params, ...body } }),
})

import { replayFailed } from '#shared/domain/deliveries/index.ts'
import { defineRoute } from '../../route.ts'
import { replayBody, replayedSchema, webhookParam } from './shared.ts'

export const replayFailedRoute = defineRoute({
  id: 'webhooks.replayFailed',
  method: 'post',
  path: '/webhooks/{id}/replay',
  scope: 'manage',
  reach: 'app',
  tag: 'Webhooks',
  summary: 'Deliver all failed events since a time again',
  description:
    'Includes the events that the webhook missed while it was disabled. The webhook must be enabled. A request works for 15 s at most; ' +
    'the same request again continues with the rest.',
  params: webhookParam,
  body: replayBody,
  example: { since: '2026-06-24T10:30:00.000Z' },
  data: replayedSchema,
  errors: ['NOT_FOUND', 'CONFLICT'],
  handle: ({ ctx, params, body }) => replayFailed({ ctx, input: { id: params.id, since: body.since } }),
})

import { z } from 'zod'
import { EVENT_TYPES, eventBodySchema } from '#shared/contracts/events.ts'
import { EVENT_WAIT_SECONDS, listEvents } from '#shared/domain/eventLog/index.ts'
import { uniqueTexts } from '#shared/input/index.ts'
import { defineRoute } from '../../route.ts'
import { pageQuery, sessionField } from '../shared.ts'

export const listEventsRoute = defineRoute({
  id: 'events.list',
  method: 'get',
  path: '/events',
  scope: 'read',
  reach: 'key',
  tag: 'Events',
  summary: 'Read the log of events, oldest first',
  description:
    'Answers the events of the last 14 days in the form that webhooks have. `nextCursor` is always there: pass it as `after` to go on. No ' +
    'event is skipped, and none is repeated. An empty page means that nothing is new. Files are links. `session.qr` needs a key with ' +
    'the scope `manage`.',
  query: z.strictObject({
    limit: pageQuery.shape.limit,
    after: z.string().optional().meta({
      description:
        '`nextCursor` of the previous page, or `latest` to begin with the next event. If absent, the answer begins with the oldest event',
      example: 'latest',
    }),
    types: uniqueTexts(z.array(z.enum(EVENT_TYPES)).min(1), 'Name each type once')
      .optional()
      .meta({ description: 'Types of events, separated by commas', example: ['message.received'] }),
    session: sessionField.optional(),
    wait: z.int().min(0).max(EVENT_WAIT_SECONDS).default(0).meta({
      description: 'Seconds to wait for an event if there is none (0-20)',
      example: 0,
    }),
  }),
  data: eventBodySchema,
  list: true,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, query: { wait, ...query }, c }) =>
    listEvents({
      ctx,
      input: {
        ...query,
        waitSeconds: wait,
        mayPair: c.get('keyLimits').scopes.includes('manage'),
        signal: c.req.raw.signal,
      },
    }),
})

import { z } from 'zod'
import { restrictionSchema } from '../restrictions.ts'
import { defineEvent } from './event.ts'
import { session } from './fields.ts'

const { type: kind, until, reason, limit, used } = restrictionSchema.shape

export const sessionRestricted = defineEvent({
  type: 'session.restricted',
  summary: 'WhatsApp limits the account',
  description:
    'WhatsApp set, changed or lifted a limit on the account of the session. The session stays connected. A limit that only reaches ' +
    'its `until` emits no event.',
  data: z
    .object({
      session,
      kind,
      active: z
        .boolean()
        .meta({ description: 'False if WhatsApp lifted the limit before its end', example: true }),
      until,
      reason,
      limit,
      used,
    })
    .meta({ id: 'SessionRestrictedData' }),
  example: {
    session: 'YoNofiM9vtHy',
    kind: 'reachout_timelock',
    active: true,
    until: '2026-06-25T10:30:00.000Z',
    reason: 'DEFAULT',
  },
})

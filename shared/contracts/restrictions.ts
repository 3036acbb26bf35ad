import { z } from 'zod'

export const restrictionKindSchema = z.enum(['reachout_timelock', 'message_cap']).meta({
  description:
    '`reachout_timelock`: the account cannot write to new contacts; existing chats continue. `message_cap`: WhatsApp limits the ' +
    'number of new chats; `reason` is `FIRST_WARNING`, `SECOND_WARNING` or `CAPPED`',
  example: 'reachout_timelock',
})

/** A temporary limit that WhatsApp sets on an account. */
export const restrictionSchema = z
  .object({
    type: restrictionKindSchema,
    until: z.iso.datetime().nullable().meta({
      description: 'End of the restriction; null if WhatsApp does not report the end',
      example: '2026-06-25T10:30:00.000Z',
    }),
    reason: z
      .string()
      .optional()
      .meta({ description: "WhatsApp's name of the reason", example: 'BIZ_COMMERCE_VIOLATION_ALCOHOL' }),
    limit: z.number().int().optional().meta({
      description: 'For `message_cap`: the number of new chats that the account may begin until `until`',
      example: 100,
    }),
    used: z.number().int().optional().meta({
      description: 'For `message_cap`: the number of new chats that the account has begun',
      example: 100,
    }),
  })
  .meta({
    id: 'Restriction',
    description: 'A temporary limit that WhatsApp sets on an account',
    example: { type: 'reachout_timelock', until: '2026-06-25T10:30:00.000Z' },
  })
export type Restriction = z.infer<typeof restrictionSchema>

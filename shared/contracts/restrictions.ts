import { z } from 'zod'

/** A temporary limit that WhatsApp sets on an account. */
export const restrictionSchema = z
  .object({
    type: z.enum(['reachout_timelock']).meta({
      description: '`reachout_timelock`: the account cannot write to new contacts; existing chats continue',
      example: 'reachout_timelock',
    }),
    until: z.iso.datetime().nullable().meta({
      description: 'End of the restriction; null if WhatsApp does not report the end',
      example: '2026-06-25T10:30:00.000Z',
    }),
    reason: z
      .string()
      .optional()
      .meta({ description: "WhatsApp's name of the reason", example: 'BIZ_COMMERCE_VIOLATION_ALCOHOL' }),
  })
  .meta({
    id: 'Restriction',
    description: 'A temporary limit that WhatsApp sets on an account',
    example: { type: 'reachout_timelock', until: '2026-06-25T10:30:00.000Z' },
  })
export type Restriction = z.infer<typeof restrictionSchema>

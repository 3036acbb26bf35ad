import { z } from 'zod'

/** A temporary limit that WhatsApp sets on an account. */
export const restrictionSchema = z.object({
  type: z.enum(['reachout_timelock']).meta({
    description: '`reachout_timelock`: the account cannot write to new contacts; existing chats continue',
  }),
  until: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'End of the restriction; null if WhatsApp does not report the end' }),
  reason: z.string().optional().meta({ description: "WhatsApp's name of the reason" }),
})
export type Restriction = z.infer<typeof restrictionSchema>

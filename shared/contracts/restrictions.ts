import { z } from 'zod'

/** What WhatsApp does not let an account do for the time being. */
export const restrictionSchema = z.object({
  type: z.enum(['reachout_timelock']).meta({
    description:
      '`reachout_timelock`: no first message to people who have not written to it; chats that exist go on',
  }),
  until: z.iso.datetime().nullable().meta({ description: 'When it ends; null where WhatsApp does not say' }),
  reason: z.string().optional().meta({ description: "WhatsApp's own name of the reason" }),
})
export type Restriction = z.infer<typeof restrictionSchema>

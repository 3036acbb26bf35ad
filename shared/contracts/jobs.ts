import { z } from 'zod'

/**
 * What QStash calls us with, by the job's name. A job names a row and the step that it is for: one that comes twice, or
 * late, finds the step done and does nothing.
 */
export const JOBS = {
  /** Post an event to a customer's webhook, for the `attempt`th time. */
  'deliver-webhook': z.object({ deliveryId: z.string(), attempt: z.number().int().min(1) }),
  /** Take a campaign a step further. */
  'campaign-tick': z.object({ campaignId: z.string(), step: z.number().int().min(0) }),
  /** Go on with a chatbot's conversation: perform what it is about to say or call; with a turn, its timer is up. */
  'continue-flow': z.object({ runId: z.string(), turn: z.number().int().optional() }),
} as const

export type JobName = keyof typeof JOBS
export type JobInput<Name extends JobName> = z.infer<(typeof JOBS)[Name]>

import { z } from 'zod'

const deliveryAttempt = { deliveryId: z.string(), attempt: z.number().int().min(1) }

/**
 * The input of each job, by the job's name. A job names a row and the step of that row. A job that is repeated or late finds
 * the step done, and does nothing.
 */
export const JOBS = {
  /**
   * Posts events to a customer's webhook. `attempt` counts from 1. `further` lists first attempts at the same webhook, in other
   * lanes. A function of an earlier version ignores `further`, and the sweeper enqueues these attempts again.
   */
  'deliver-webhook': z.object({ ...deliveryAttempt, further: z.array(z.object(deliveryAttempt)).optional() }),
  /** Runs the next step of a campaign. */
  'campaign-tick': z.object({ campaignId: z.string(), step: z.number().int().min(0) }),
  /** Continues a run of a chatbot: performs its pending effects. With `turn`, the timer of that turn has expired. */
  'continue-flow': z.object({ runId: z.string(), turn: z.number().int().optional() }),
} as const

export type JobName = keyof typeof JOBS
export type JobInput<Name extends JobName> = z.infer<(typeof JOBS)[Name]>

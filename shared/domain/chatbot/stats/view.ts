import { z } from 'zod'

const count = z.number().int()

/** Number of conversations by status. */
export const countsSchema = z.object({
  started: count,
  active: count.meta({ description: 'Under way' }),
  paused: count.meta({ description: 'A human has taken over' }),
  completed: count.meta({ description: 'Reached an end of the flow' }),
  abandoned: count.meta({ description: 'Ended by a stop word, by a time-out, or by you' }),
  expired: count.meta({ description: 'Ended after a day without activity' }),
  failed: count,
})
export type Counts = z.infer<typeof countsSchema>

const stepStats = z.object({
  stepId: z.string(),
  type: z.string().nullable().meta({ description: 'Null for a step that is no longer in the flow' }),
  name: z.string().nullable(),
  reached: count.meta({ description: 'Conversations that reached the step' }),
  left: count.meta({ description: 'Conversations that ended at the step before an end of the flow' }),
})

export const statsSchema = z.object({
  since: z.iso.datetime(),
  total: countsSchema,
  flows: z.array(countsSchema.extend({ flowId: z.string(), name: z.string(), steps: z.array(stepStats) })),
  nextCursor: z.string().nullable().meta({
    description: 'Cursor of the remaining flows, if the flows of an app do not fit into one answer',
  }),
  days: z
    .array(countsSchema.extend({ day: z.iso.date() }))
    .meta({ description: 'Counts by the day (UTC) of the start' }),
})
export type Stats = z.infer<typeof statsSchema>

export const statsQuery = z.strictObject({
  appId: z.string().optional().meta({ description: 'App ID', example: 'app_4fG7hJ2kL9mN' }),
  days: z.coerce
    .number()
    .int()
    .min(1)
    .max(366)
    .default(30)
    .meta({ description: 'Number of days, back from now' }),
  cursor: z.string().optional().meta({ description: 'The nextCursor of the previous answer' }),
})

/** Adds up the counts of each status, and of all statuses. */
export function toCounts(rows: readonly { status: string; count: number }[]): Counts {
  const of = (status: string) =>
    rows.filter((row) => row.status === status).reduce((sum, row) => sum + row.count, 0)
  return {
    started: rows.reduce((sum, row) => sum + row.count, 0),
    active: of('active'),
    paused: of('paused'),
    completed: of('completed'),
    abandoned: of('abandoned'),
    expired: of('expired'),
    failed: of('failed'),
  }
}

import { z } from 'zod'

const count = z.number().int()

/** How many conversations began, and what has become of them. */
export const countsSchema = z.object({
  started: count,
  active: count.meta({ description: 'Under way' }),
  paused: count.meta({ description: 'A human has taken over' }),
  completed: count.meta({ description: 'Came to an end of the flow' }),
  abandoned: count.meta({ description: 'Ended by a stop word, by no reply in time, or by you' }),
  expired: count.meta({ description: 'Nothing happened for a day' }),
  failed: count,
})
export type Counts = z.infer<typeof countsSchema>

const stepStats = z.object({
  stepId: z.string(),
  type: z.string().nullable().meta({ description: 'Null for a step that is not in the flow any more' }),
  name: z.string().nullable(),
  reached: count.meta({ description: 'Conversations that came to it' }),
  left: count.meta({ description: 'Of those, the ones that ended there before their time' }),
})

export const statsSchema = z.object({
  since: z.iso.datetime(),
  total: countsSchema,
  flows: z.array(countsSchema.extend({ flowId: z.string(), name: z.string(), steps: z.array(stepStats) })),
  nextCursor: z.string().nullable().meta({
    description: 'Pass it as cursor for further flows, where the flows of an app do not fit into one answer',
  }),
  days: z
    .array(countsSchema.extend({ day: z.iso.date() }))
    .meta({ description: 'By the day (UTC) on which they began' }),
})
export type Stats = z.infer<typeof statsSchema>

export const statsQuery = z.object({
  appId: z.string().optional().meta({ description: 'App ID', example: 'app_4fG7hJ2kL9mN' }),
  days: z.coerce.number().int().min(1).max(366).default(30).meta({ description: 'How many days back' }),
  cursor: z.string().optional().meta({ description: 'The nextCursor of the answer before' }),
})

/** Of so many conversations a status, how many there are in all. */
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

import { z } from 'zod'

const count = z.number().int()

const COUNTS = { started: 40, active: 3, paused: 1, completed: 28, abandoned: 5, expired: 2, failed: 1 }

/** Number of conversations by status. */
export const countsSchema = z
  .object({
    started: count.meta({ description: 'Started conversations', example: COUNTS.started }),
    active: count.meta({ description: 'Conversations that are under way', example: COUNTS.active }),
    paused: count.meta({ description: 'Conversations that a human has taken over', example: COUNTS.paused }),
    completed: count.meta({
      description: 'Conversations that reached an end of the flow',
      example: COUNTS.completed,
    }),
    abandoned: count.meta({
      description: 'Conversations that a stop word, a time-out or you ended',
      example: COUNTS.abandoned,
    }),
    expired: count.meta({
      description: 'Conversations that ended after a day without activity',
      example: COUNTS.expired,
    }),
    failed: count.meta({ description: 'Conversations that failed', example: COUNTS.failed }),
  })
  .meta({ id: 'ConversationCounts', description: 'Number of conversations by status', example: COUNTS })
export type Counts = z.infer<typeof countsSchema>

const STEP_EXAMPLE = {
  stepId: 'stp_4fG7hJ2kL9mNpQrSt5vW',
  type: 'send_text',
  name: 'Greeting',
  reached: 40,
  left: 2,
}
const stepStats = z
  .object({
    stepId: z.string().meta({ description: 'Step ID', example: STEP_EXAMPLE.stepId }),
    type: z.string().nullable().meta({
      description: 'Type of the step; null for a step that is no longer in the flow',
      example: STEP_EXAMPLE.type,
    }),
    name: z
      .string()
      .nullable()
      .meta({ description: 'Name in an editor; null if there is none', example: STEP_EXAMPLE.name }),
    reached: count.meta({
      description: 'Conversations that reached the step',
      example: STEP_EXAMPLE.reached,
    }),
    left: count.meta({
      description: 'Conversations that ended at the step before an end of the flow',
      example: STEP_EXAMPLE.left,
    }),
  })
  .meta({
    id: 'StepStats',
    description: 'Number of conversations that reached or left a step',
    example: STEP_EXAMPLE,
  })

const FLOW = {
  ...COUNTS,
  flowId: 'flw_4fG7hJ2kL9mNpQrSt5vW',
  name: 'Welcome Bot',
  steps: [STEP_EXAMPLE],
}
const flowCountsSchema = countsSchema
  .extend({
    flowId: z.string().meta({ description: 'Flow ID', example: FLOW.flowId }),
    name: z.string().meta({ description: 'Name of the flow', example: FLOW.name }),
    steps: z.array(stepStats).meta({ description: 'Statistics of the steps', example: FLOW.steps }),
  })
  .meta({ id: 'FlowStats', description: 'Statistics of a flow and of its steps', example: FLOW })

const DAY = { ...COUNTS, day: '2026-06-24' }
const dayCountsSchema = countsSchema
  .extend({ day: z.iso.date().meta({ description: 'Day in UTC', example: DAY.day }) })
  .meta({
    id: 'DayStats',
    description: 'Number of conversations that started on a day, by their status',
    example: DAY,
  })

export const statsSchema = z
  .object({
    since: z.iso
      .datetime()
      .meta({ description: 'Start of the counted period', example: '2026-05-25T10:30:00.000Z' }),
    total: countsSchema,
    flows: z.array(flowCountsSchema).meta({ description: 'Statistics by flow', example: [FLOW] }),
    nextCursor: z.string().nullable().meta({
      description: 'Cursor of the remaining flows; null if the answer has all flows',
      example: 'WyJmbHdfNGZHN2hKMmtMOW1OcFFyU3Q1dlciXQ',
    }),
    days: z
      .array(dayCountsSchema)
      .meta({ description: 'Counts by the day (UTC) of the start', example: [DAY] }),
  })
  .meta({
    id: 'ChatbotStats',
    description: 'Statistics of the flows of an app',
    example: {
      since: '2026-05-25T10:30:00.000Z',
      total: COUNTS,
      flows: [FLOW],
      nextCursor: null,
      days: [DAY],
    },
  })
export type Stats = z.infer<typeof statsSchema>

export const statsQuery = z.strictObject({
  appId: z.string().optional().meta({
    description: 'ID of the app of your key, which is the default. GET /me answers the ID',
    example: 'app_4fG7hJ2kL9mNpQrSt5vW',
  }),
  days: z
    .int()
    .min(1)
    .max(366)
    .default(30)
    .meta({ description: 'Number of days, back from now (1-366)', example: 30 }),
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

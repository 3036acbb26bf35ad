import { z } from 'zod'
import { FLOW_STATUSES, TRIGGER_TYPES, type TriggerType } from '#shared/contracts/chatbot.ts'
import type { flowSteps, flows } from '#shared/database/index.ts'
import { STEP_NAMES, STEPS, type StepName } from '../engine/index.ts'

/** Flow as the API shows it. */
export const flowSchema = z.object({
  id: z.string().meta({ example: 'flw_4fG7hJ2kL9mN' }),
  appId: z.string(),
  name: z.string().meta({ example: 'Welcome Bot' }),
  status: z.enum(FLOW_STATUSES),
  enabled: z.boolean(),
  triggerType: z.enum(TRIGGER_TYPES),
  triggerValue: z.record(z.string(), z.unknown()),
  sessionId: z.string().nullable(),
  startStepId: z.string().nullable(),
  hasUnpublishedChanges: z
    .boolean()
    .meta({ description: 'True if the draft has changed since the last publication' }),
  publishedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type FlowView = z.infer<typeof flowSchema>

/** Step as the API shows it. */
export const stepSchema = z.object({
  id: z.string().meta({ example: 'stp_4fG7hJ2kL9mN' }),
  flowId: z.string(),
  type: z.enum(STEP_NAMES),
  name: z.string().nullable(),
  config: z.record(z.string(), z.unknown()),
  connections: z.record(z.string(), z.string().nullable()),
  position: z.object({ x: z.number(), y: z.number() }),
  outlets: z.array(z.string()).meta({
    description: 'Outlets that can have a connection; empty while the configuration is not valid',
    example: ['default'],
  }),
})
export type StepView = z.infer<typeof stepSchema>

export const flowWithStepsSchema = flowSchema.extend({ steps: z.array(stepSchema) })
export type FlowWithSteps = z.infer<typeof flowWithStepsSchema>

export type FlowRow = typeof flows.$inferSelect
export type StepRow = typeof flowSteps.$inferSelect

export function toFlowView(row: FlowRow): FlowView {
  return {
    id: row.id,
    appId: row.appId,
    name: row.name,
    status: isPublished(row) ? 'published' : 'draft',
    enabled: row.enabled,
    triggerType: row.triggerType as TriggerType,
    triggerValue: row.triggerValue,
    sessionId: row.sessionId,
    startStepId: row.startStepId,
    hasUnpublishedChanges: isPublished(row) && row.publishedAt !== null && row.changedAt > row.publishedAt,
    publishedAt: isPublished(row) ? (row.publishedAt?.toISOString() ?? null) : null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

/** Tells whether a flow is live. A flow whose session was deleted is not live. */
export function isPublished(row: Pick<FlowRow, 'publishedVersionId' | 'sessionId'>): boolean {
  return row.publishedVersionId !== null && row.sessionId !== null
}

export function toStepView(row: StepRow): StepView {
  const { id, flowId, name, config, connections, position } = row
  const type = row.type as StepName
  const stepType = STEPS[type]
  const parsed = stepType.config.safeParse(config)
  const outlets = parsed.success ? [...stepType.outlets(parsed.data).all] : []
  return { id, flowId, type, name, config, connections, position, outlets }
}

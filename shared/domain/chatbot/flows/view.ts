import { z } from 'zod'
import { flowStatusSchema, type TriggerType, triggerTypeSchema } from '#shared/contracts/chatbot.ts'
import type { flowSteps, flows } from '#shared/database/index.ts'
import { inDeclaredOrder } from '#shared/inDeclaredOrder.ts'
import { STEP_NAMES, STEPS, type StepName } from '../engine/index.ts'
import { TRIGGERS } from '../triggers/index.ts'

/** Type of a step. */
export const stepTypeSchema = z.enum(STEP_NAMES).meta({
  id: 'StepType',
  description:
    '`send_text`, `send_image` and `send_buttons` send a message. `wait_reply` waits for a message. `condition` branches. `delay` waits. ' +
    '`webhook` calls your server. `set_variable` sets a variable',
  example: 'send_text',
})

/** Example of a flow. */
export const FLOW_EXAMPLE = {
  id: 'flw_4fG7hJ2kL9mNpQrSt5vW',
  appId: 'app_4fG7hJ2kL9mNpQrSt5vW',
  name: 'Welcome Bot',
  status: 'published',
  enabled: true,
  triggerType: 'keyword',
  triggerValue: { keywords: ['hello', 'hi', 'merhaba'], matchType: 'contains' },
  sessionId: 'YoNofiM9vtHy',
  startStepId: 'stp_4fG7hJ2kL9mNpQrSt5vW',
  hasUnpublishedChanges: false,
  publishedAt: '2026-06-24T10:30:00.000Z',
  createdAt: '2026-06-24T10:28:00.000Z',
  updatedAt: '2026-06-24T10:30:00.000Z',
}
const STEP = {
  id: 'stp_4fG7hJ2kL9mNpQrSt5vW',
  flowId: 'flw_4fG7hJ2kL9mNpQrSt5vW',
  type: 'send_text',
  name: 'Greeting',
  config: { message: 'Hello {{contact.name|there}}!' },
  connections: { default: null },
  position: { x: 120, y: 80 },
  outlets: ['default'],
}

/** Flow as the API shows it. */
export const flowSchema = z
  .object({
    id: z.string().meta({ description: 'Flow ID', example: FLOW_EXAMPLE.id }),
    appId: z.string().meta({ description: 'ID of the app that owns the flow', example: FLOW_EXAMPLE.appId }),
    name: z.string().meta({ description: 'Name of the flow', example: FLOW_EXAMPLE.name }),
    status: flowStatusSchema,
    enabled: z.boolean().meta({
      description: 'False if the flow begins no conversation; live conversations continue',
      example: true,
    }),
    triggerType: triggerTypeSchema,
    triggerValue: z.record(z.string(), z.unknown()).meta({
      description: 'Configuration of the trigger, whose fields depend on `triggerType`',
      example: FLOW_EXAMPLE.triggerValue,
    }),
    sessionId: z.string().nullable().meta({
      description: 'Session whose messages the flow answers; null if none is assigned',
      example: FLOW_EXAMPLE.sessionId,
    }),
    startStepId: z.string().nullable().meta({
      description: 'First step of a conversation; null means the step that was added first',
      example: FLOW_EXAMPLE.startStepId,
    }),
    hasUnpublishedChanges: z.boolean().meta({
      description: 'True if the draft has changed since the last publication',
      example: false,
    }),
    publishedAt: z.iso.datetime().nullable().meta({
      description: 'Time of the last publication; null for a draft',
      example: FLOW_EXAMPLE.publishedAt,
    }),
    createdAt: z.iso
      .datetime()
      .meta({ description: 'Time of the creation', example: FLOW_EXAMPLE.createdAt }),
    updatedAt: z.iso
      .datetime()
      .meta({ description: 'Time of the last change', example: FLOW_EXAMPLE.updatedAt }),
  })
  .meta({
    id: 'Flow',
    description: 'A conversation that you draw: a trigger, steps and connections',
    example: FLOW_EXAMPLE,
  })
export type FlowView = z.infer<typeof flowSchema>

/** Step as the API shows it. */
export const stepSchema = z
  .object({
    id: z.string().meta({ description: 'Step ID', example: STEP.id }),
    flowId: z.string().meta({ description: 'ID of the flow', example: STEP.flowId }),
    type: stepTypeSchema,
    name: z
      .string()
      .nullable()
      .meta({ description: 'Name in an editor; null if there is none', example: STEP.name }),
    config: z
      .record(z.string(), z.unknown())
      .meta({ description: 'Configuration, whose fields depend on `type`', example: STEP.config }),
    connections: z.record(z.string(), z.string().nullable()).meta({
      description: 'Target step of each outlet; null ends the conversation',
      example: STEP.connections,
    }),
    position: z
      .object({
        x: z.number().meta({ description: 'Distance from the left', example: 120 }),
        y: z.number().meta({ description: 'Distance from the top', example: 80 }),
      })
      .meta({ description: 'Position in an editor', example: STEP.position }),
    outlets: z.array(z.string()).meta({
      description: 'Outlets that can have a connection; empty while the configuration is not valid',
      example: STEP.outlets,
    }),
  })
  .meta({ id: 'Step', description: 'A step of a flow', example: STEP })
export type StepView = z.infer<typeof stepSchema>

export const flowWithStepsSchema = flowSchema
  .extend({
    steps: z
      .array(stepSchema)
      .meta({ description: 'Steps in the order in which they were added', example: [STEP] }),
  })
  .meta({
    id: 'FlowWithSteps',
    description: 'A flow with its steps',
    example: { ...FLOW_EXAMPLE, steps: [STEP] },
  })
export type FlowWithSteps = z.infer<typeof flowWithStepsSchema>

/** A fault or a warning of a flow. */
export const findingSchema = z
  .object({
    path: z.string().meta({ description: 'Path in the flow', example: 'steps.stp_4fG7hJ2kL9mNpQrSt5vW' }),
    message: z
      .string()
      .meta({ description: 'The finding and the remedy', example: 'No path leads to this step' }),
  })
  .meta({
    id: 'FlowFinding',
    description: 'A fault or a warning of a flow',
    example: { path: 'steps.stp_4fG7hJ2kL9mNpQrSt5vW', message: 'No path leads to this step' },
  })

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
    triggerValue: inOrder(TRIGGERS[row.triggerType as TriggerType], row.triggerValue),
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
  const ordered = inOrder(stepType.config, config)
  return { id, flowId, type, name, config: ordered, connections, position, outlets }
}

/** Orders the fields of a stored value as the documents do. The value may be incomplete. */
function inOrder(schema: z.ZodType, value: Record<string, unknown>): Record<string, unknown> {
  return inDeclaredOrder(schema, value) as Record<string, unknown>
}

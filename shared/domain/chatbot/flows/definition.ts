import type { TriggerType } from '#shared/contracts/chatbot.ts'
import { type Flow, type NodeName, toFlow } from '../engine/index.ts'
import { parseTrigger, TRIGGERS, type Trigger } from '../triggers/index.ts'
import type { FlowRow, StepRow } from './view.ts'

/** What is live of a flow. */
export interface Definition {
  flow: Flow
  trigger: Trigger
}

/** How a definition lies in its version's row. */
export interface StoredDefinition {
  flow: Flow
  triggerType: TriggerType
  triggerValue: Record<string, unknown>
}

/** What would go live of a drawing. A trigger that is incomplete has no stop words. */
export function drawn(row: FlowRow, steps: readonly StepRow[]): StoredDefinition {
  const triggerType = row.triggerType as TriggerType
  const trigger = TRIGGERS[triggerType].safeParse(row.triggerValue)
  const drawing = steps.map(({ id, type, config, connections }) => ({
    ...{ id, config, connections },
    type: type as NodeName,
  }))
  const flow = toFlow(row.startStepId, drawing, trigger.success ? trigger.data.stopWords : [])
  return { flow, triggerType, triggerValue: row.triggerValue }
}

/** A definition as it lies in its version's row. */
export function readStored(definition: Record<string, unknown>): StoredDefinition {
  return definition as unknown as StoredDefinition
}

/** What is live, or would be.
 * @throws ZodError for a trigger that never was one */
export function toDefinition({ flow, triggerType, triggerValue }: StoredDefinition): Definition {
  return { flow, trigger: parseTrigger(triggerType, triggerValue) }
}

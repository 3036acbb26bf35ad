import type { TriggerType } from '#shared/contracts/chatbot.ts'
import { type Flow, type StepName, toFlow } from '../engine/index.ts'
import { parseTrigger, TRIGGERS, type Trigger } from '../triggers/index.ts'
import type { FlowRow, StepRow } from './view.ts'

/** Parsed content of a flow: its steps and its trigger. */
export interface Definition {
  flow: Flow
  trigger: Trigger
}

/** Content of a flow as the row of a version stores it. */
export interface StoredDefinition {
  flow: Flow
  triggerType: TriggerType
  triggerValue: Record<string, unknown>
}

/** Builds the content that publication would store. An incomplete trigger has no stop words. */
export function drawn(row: FlowRow, steps: readonly StepRow[]): StoredDefinition {
  const triggerType = row.triggerType as TriggerType
  const trigger = TRIGGERS[triggerType].safeParse(row.triggerValue)
  const drawing = steps.map(({ id, type, config, connections }) => ({
    ...{ id, config, connections },
    type: type as StepName,
  }))
  const stopWords = trigger.success ? trigger.data.stopWords : []
  const { startStepId, isLinked } = row
  const flow = toFlow({ startStepId, steps: drawing, stopWords, isLinked })
  return { flow, triggerType, triggerValue: row.triggerValue }
}

/** Reads the content of a flow from the row of a version. */
export function readStored(definition: Record<string, unknown>): StoredDefinition {
  return definition as unknown as StoredDefinition
}

/**
 * Parses the content of a flow.
 * @throws ZodError for an invalid trigger
 */
export function toDefinition({ flow, triggerType, triggerValue }: StoredDefinition): Definition {
  return { flow, trigger: parseTrigger(triggerType, triggerValue) }
}

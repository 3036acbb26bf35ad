import type { TriggerType } from '#shared/contracts/chatbot.ts'
import { type Flow, STEPS, type StepName, toFlow } from '../engine/index.ts'
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
  const drawing = steps.map(({ id, type, config, connections }) => {
    const name = type as StepName
    return { id, type: name, config: completed(name, config), connections }
  })
  const stopWords = trigger.success ? trigger.data.stopWords : []
  const { startStepId, isLinked } = row
  const flow = toFlow({ startStepId, steps: drawing, stopWords, isLinked })
  return { flow, triggerType, triggerValue: row.triggerValue }
}

/**
 * Adds the defaults of a step's configuration whose meaning may change with a version of the gateway. A published version keeps
 * the defaults of its publication.
 */
export function completed(type: StepName, config: Record<string, unknown>): Record<string, unknown> {
  return STEPS[type].complete?.(config) ?? config
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

import type { StepName } from './steps/index.ts'

/** Target of each outlet: a step, or null for the end of the run. An outlet without a target also ends the run. */
export type Connections = Readonly<Record<string, string | null>>

/** Step of a flow, with the configuration as its owner wrote it. The schema of the step parses the configuration. */
export interface Step {
  id: string
  type: StepName
  config: unknown
  connections: Connections
}

/** Flow as the engine reads it. Publication stores this value as JSON. */
export interface Flow {
  startStepId: string | null
  steps: Readonly<Record<string, Step>>
  /** Words that end a run, if a word is the whole message. */
  stopWords: readonly string[]
}

/**
 * Builds a flow from its steps, in the order of their creation. If no step has, or has had, a connection, each step
 * leads to the next.
 */
export function toFlow({
  startStepId,
  steps,
  stopWords,
  isLinked,
}: {
  startStepId: string | null
  steps: readonly Step[]
  stopWords: readonly string[]
  /** True if a step has had a connection. */
  isLinked: boolean
}): Flow {
  const isBare = !isLinked && steps.every(({ connections }) => Object.keys(connections).length === 0)
  const linked = steps.map((step, index) => {
    const next = isBare ? steps[index + 1] : undefined
    return next ? { ...step, connections: { default: next.id } } : step
  })
  return { startStepId, stopWords, steps: Object.fromEntries(linked.map((step) => [step.id, step])) }
}

import type { NodeName } from './nodes/index.ts'

/** Where each outlet of a step leads: to a step, or by null to the end. One that is not named ends the run too. */
export type Connections = Readonly<Record<string, string | null>>

/** A box of the editor. Its configuration is as its owner wrote it: the node's schema reads it. */
export interface Step {
  id: string
  type: NodeName
  config: unknown
  connections: Connections
}

/** What the engine walks through; what publishing freezes, as JSON. */
export interface Flow {
  startStepId: string | null
  steps: Readonly<Record<string, Step>>
  /** Words that end a run, where they are all that somebody writes. */
  stopWords: readonly string[]
}

/** A step's flow out of its steps, in the order in which they were added. Where nobody has connected anything, that order is the way. */
export function toFlow(
  startStepId: string | null,
  steps: readonly Step[],
  stopWords: readonly string[],
): Flow {
  const isBare = steps.every(({ connections }) => Object.keys(connections).length === 0)
  const linked = steps.map((step, index) => {
    const next = isBare ? steps[index + 1] : undefined
    return next ? { ...step, connections: { default: next.id } } : step
  })
  return { startStepId, stopWords, steps: Object.fromEntries(linked.map((step) => [step.id, step])) }
}

import { finish } from './budget/index.ts'
import type { StepName } from './engine/index.ts'
import { completed, type StoredDefinition, toDefinition, validateFlow } from './flows/index.ts'
import { rehearse, simulationInput } from './simulate/index.ts'
import type { Simulation } from './simulate/input.ts'

/** Short form of a step in tests. */
export interface Sketch {
  type: StepName
  config?: object
  connections?: Record<string, string | null> | undefined
}

/** Builds a flow from short forms. The flow starts at its first step, with the word "go". */
export function sketch(
  steps: Record<string, Sketch>,
  trigger: Record<string, unknown> = {},
): StoredDefinition {
  const entries = Object.entries(steps).map(([id, { type, config = {}, connections = {} }]) => [
    id,
    { id, type, config: completed(type, { ...config }), connections },
  ])
  return {
    flow: {
      startStepId: Object.keys(steps)[0] ?? null,
      steps: Object.fromEntries(entries),
      stopWords: ['stop'],
    },
    triggerType: 'keyword',
    triggerValue: { keywords: ['go'], matchType: 'exact', ...trigger },
  }
}

/** Returns the paths of a flow's faults. */
export function faultsOf(steps: Record<string, Sketch>, trigger: Record<string, unknown> = {}): string[] {
  return finish(validateFlow(sketch(steps, trigger))).faults.map(({ path }) => path)
}

/** Result of a simulation, with the texts that the flow sent. */
export interface Played extends Omit<Simulation, 'faults'> {
  said: string[]
}

/** Simulates a flow that starts at noon. */
export function play(steps: Record<string, Sketch>, messages: unknown[], options: object = {}): Played {
  return playStored(sketch(steps), messages, options)
}

/** Simulates a stored version of a flow, from noon. */
export function playStored(stored: StoredDefinition, messages: unknown[], options: object = {}): Played {
  const input = simulationInput.parse({ messages, skipDelays: false, ...options })
  const now = new Date('2026-06-24T12:00:00.000Z')
  const rehearsal = rehearse(toDefinition(stored), input, now)
  let next = rehearsal.next()
  while (!next.done) next = rehearsal.next(finish(next.value))
  const outcome = next.value
  const said = outcome.transcript.flatMap((line) => (line.kind === 'sent' ? [line.message.text] : []))
  return { ...outcome, said }
}

/** Returns a step that sends a text. */
export function say(message: string, connections: Sketch['connections'] = {}): Sketch {
  return { type: 'send_text', config: { message }, connections }
}

/** Returns a step that waits for a reply. */
export function ask(config: object, connections: Sketch['connections']): Sketch {
  return { type: 'wait_reply', config, connections }
}

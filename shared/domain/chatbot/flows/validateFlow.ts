import type { ErrorDetail } from '#shared/errors/index.ts'
import { quoteOf } from '#shared/input/index.ts'
import type { Interruptible } from '../budget/index.ts'
import { type Flow, namesIn, OWN_VARIABLES, STEPS, type Step } from '../engine/index.ts'
import { keywordFaults, parseTrigger, TRIGGER_INPUTS, TRIGGERS } from '../triggers/index.ts'
import type { StoredDefinition } from './definition.ts'
import { below, detailsOf, unknownFields } from './details.ts'
import { endlessLoop, reachable } from './graph.ts'
import { reservedNames } from './stepConfig.ts'

/** Faults, which prevent the publication of a flow, and warnings. Each finding has a path. */
export interface Findings {
  faults: ErrorDetail[]
  warnings: ErrorDetail[]
}

/** Limit of characters in a flow. Each message reads the whole flow. */
const MAX_CHARACTERS = 500_000

/** Validates a whole flow, and returns all findings at once. */
export function* validateFlow({
  flow,
  triggerType,
  triggerValue,
}: StoredDefinition): Interruptible<Findings> {
  const steps = Object.values(flow.steps)
  const faults = [
    ...(yield* triggerFaults(triggerType, triggerValue)),
    ...startFaults(flow),
    ...(yield* sizeFaults(steps)),
    ...(yield* each(steps, (step) => stepFaults(step, flow))),
    ...(yield* graphFaults(flow)),
  ]
  const unknown = yield* each(steps, function* ({ id, type, config }) {
    yield
    return unknownFields(STEPS[type].input, config, `steps.${id}.config`)
  })
  const warnings = [
    ...unknownFields(TRIGGER_INPUTS[triggerType], triggerValue, 'triggerValue'),
    ...unknown,
    ...(yield* unknownVariables(steps)),
  ]
  return { faults, warnings }
}

/** Maps each step to any number of results, in pieces. */
function* each<Result>(
  steps: readonly Step[],
  map: (step: Step) => Interruptible<Result[]>,
): Interruptible<Result[]> {
  const results: Result[] = []
  for (const step of steps) {
    yield
    results.push(...(yield* map(step)))
  }
  return results
}

function* triggerFaults(
  type: StoredDefinition['triggerType'],
  value: Record<string, unknown>,
): Interruptible<ErrorDetail[]> {
  const details = detailsOf(TRIGGERS[type], value, 'triggerValue')
  if (details.length > 0) return details
  const trigger = parseTrigger(type, value)
  if (trigger.type === 'keyword' && trigger.keywords.length === 0)
    return [{ path: 'triggerValue.keywords', message: 'Give at least one keyword' }]
  if (trigger.type === 'schedule' && trigger.windows.length === 0)
    return [{ path: 'triggerValue.windows', message: 'Give at least one window' }]
  return below('triggerValue', yield* keywordFaults(trigger))
}

function* sizeFaults(steps: readonly Step[]): Interruptible<ErrorDetail[]> {
  let characters = 0
  for (const step of steps) {
    yield
    characters += JSON.stringify(step).length
    if (characters > MAX_CHARACTERS)
      return [
        {
          path: 'steps',
          message: `All steps together have at most ${MAX_CHARACTERS} characters. Divide the flow into two`,
        },
      ]
  }
  return []
}

function startFaults({ steps, startStepId }: Flow): ErrorDetail[] {
  if (Object.keys(steps).length === 0) return [{ path: 'steps', message: 'Add at least one step' }]
  if (startStepId !== null && steps[startStepId]) return []
  return [{ path: 'startStepId', message: 'Choose the first step' }]
}

function* stepFaults(step: Step, flow: Flow): Interruptible<ErrorDetail[]> {
  const path = `steps.${step.id}`
  const stepType = STEPS[step.type]
  const config = stepType.config.safeParse(step.config)
  if (!config.success) return detailsOf(stepType.config, step.config, `${path}.config`)
  const deeper = stepType.faults ? yield* stepType.faults(config.data) : []
  const reserved = reservedNames(step.config as Record<string, unknown>)
  if (reserved.length > 0) return below(`${path}.config`, reserved)
  if (deeper.length > 0) return below(`${path}.config`, deeper)
  const { all, required } = stepType.outlets(config.data)
  const named = Object.keys(step.connections)
  const fault = (outlet: string, message: string) => ({ path: `${path}.connections.${outlet}`, message })
  return [
    ...named
      .filter((outlet) => !all.includes(outlet))
      .map((outlet) =>
        fault(
          outlet,
          `"${outlet}" is no outlet of this ${step.type} step. Its outlets are ${all.join(', ')}. Remove the connection`,
        ),
      ),
    ...required
      .filter((outlet) => !named.includes(outlet))
      .map((outlet) =>
        fault(outlet, 'Connect this outlet to a step, or to null for the end of the conversation'),
      ),
    ...Object.entries(step.connections)
      .filter(([, to]) => to !== null && !flow.steps[to])
      .map(([outlet, to]) =>
        fault(outlet, `The flow has no such step${quoteOf(to)}. Connect the outlet to another step`),
      ),
  ]
}

function* graphFaults(flow: Flow): Interruptible<ErrorDetail[]> {
  if (flow.startStepId === null || !flow.steps[flow.startStepId]) return []
  const reached = reachable(flow, [flow.startStepId])
  const loop = yield* endlessLoop(flow)
  return [
    ...Object.keys(flow.steps)
      .filter((id) => !reached.has(id))
      .map((id) => ({ path: `steps.${id}`, message: 'No path leads to this step' })),
    ...(loop.length === 0
      ? []
      : [
          {
            path: 'steps',
            message: `These steps are a loop that never waits for a reply: ${loop.join(' → ')}`,
          },
        ]),
  ]
}

function* unknownVariables(steps: readonly Step[]): Interruptible<ErrorDetail[]> {
  const parsed = yield* each(steps, function* ({ id, type, config }) {
    const stepType = STEPS[type]
    const { success, data } = stepType.config.safeParse(config)
    yield
    return success
      ? [{ id, names: stepType.templates(data).flatMap(namesIn), sets: stepType.sets?.(data) ?? [] }]
      : []
  })
  const known = new Set([...OWN_VARIABLES, ...parsed.flatMap(({ sets }) => sets)])
  return parsed.flatMap(({ id, names }) =>
    [...new Set(names)]
      .filter((name) => !known.has(name))
      .map((name) => ({ path: `steps.${id}`, message: `No step sets the variable "${name}"` })),
  )
}

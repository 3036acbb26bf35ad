import { type Interruptible, OverBudget } from '../budget/index.ts'
import { ended, endedOverBudget } from './ended.ts'
import type { Flow, Step } from './flow.ts'
import { IDLE_MS, MAX_STEPS, MAX_STEPS_WITHOUT_WAIT } from './limits.ts'
import type { Advanced, Entry, Run } from './run.ts'
import { STEPS } from './steps/index.ts'
import type { AnyStepType, Move, Scene, Turn } from './steps/step.ts'
import { valuesOf, withVariables } from './values.ts'

/** Call to the step at which a run is. */
type StepCall = (
  stepType: AnyStepType,
  config: unknown,
  scene: Scene,
) => Turn | Interruptible<Turn> | undefined

const arrive: StepCall = (stepType, config, scene) => stepType.enter(config, scene)

/** Moves a run into a step, and continues until the run waits or ends. */
export function* enter(
  flow: Flow,
  run: Run,
  stepId: string | null,
  entries: readonly Entry[],
  now: Date,
): Interruptible<Advanced> {
  const arrived = { ...run, stepId, steps: run.steps + 1, stepsWithoutWait: run.stepsWithoutWait + 1 }
  return yield* meet(flow, arrived, entries, now, arrive)
}

/** Calls the step at which a run is, and continues until the run waits or ends. */
export function* meet(
  flow: Flow,
  run: Run,
  before: readonly Entry[],
  now: Date,
  first: StepCall,
): Interruptible<Advanced> {
  const entries = [...before]
  let [current, ask] = [run, first]
  for (;;) {
    const tooLong = findExceededLimit(current)
    if (tooLong) return ended(current, entries, 'failed', tooLong)
    const step = flow.steps[current.stepId ?? '']
    if (!step)
      return ended(current, entries, 'failed', 'The step of the conversation does not exist in the flow')
    const turn = yield* interruptedTurnOf(step, current, now, ask)
    if (turn === 'over budget') return endedOverBudget(current, entries)
    entries.push(...effectsOf(step, turn))
    const variables = withVariables(current.variables, turn.set ?? {})
    const choices = turn.offer ?? current.choices
    current = { ...current, variables, choices }
    const next = follow(step, turn.move, entries)
    if (next === 'stays') return settle(current, turn.move, entries, now)
    if (next === null) return ended(current, entries, 'completed')
    const { steps, stepsWithoutWait } = current
    current = { ...current, stepId: next, steps: steps + 1, stepsWithoutWait: stepsWithoutWait + 1 }
    ask = arrive
  }
}

function findExceededLimit({ steps, stepsWithoutWait }: Run): string | null {
  if (stepsWithoutWait > MAX_STEPS_WITHOUT_WAIT)
    return `The conversation took ${MAX_STEPS_WITHOUT_WAIT} steps without a wait. Add a wait for a reply.`
  return steps > MAX_STEPS
    ? `The conversation took more than ${MAX_STEPS} steps. Add an end to the flow.`
    : null
}

/** Returns the turn of a step. A step that is interrupted sends and sets nothing. */
function* interruptedTurnOf(
  step: Step,
  run: Run,
  now: Date,
  ask: StepCall,
): Interruptible<Turn | 'over budget'> {
  try {
    yield
    return yield* turnOf(step, run, now, ask)
  } catch (error) {
    if (error instanceof OverBudget) return 'over budget'
    throw error
  }
}

function* turnOf(step: Step, run: Run, now: Date, ask: StepCall): Interruptible<Turn> {
  const stepType = STEPS[step.type]
  const config = stepType.config.safeParse(step.config)
  if (!config.success) return { move: { fail: `The configuration of step ${step.id} is not valid` } }
  const connected = new Set(Object.keys(step.connections))
  const turn = ask(stepType, config.data, { values: valuesOf(run, now), connected })
  if (!turn) return { move: { fail: `Step ${step.id} does not wait for this input` } }
  return 'move' in turn ? turn : yield* turn
}

function effectsOf({ id: stepId }: Step, { send, call }: Turn): Entry[] {
  return [
    ...(send ?? []).map((message) => ({ kind: 'sent' as const, stepId, message })),
    ...(call ? [{ kind: 'called' as const, stepId, request: call }] : []),
  ]
}

/** Returns the step after a move, or null for the end. */
function follow(step: Step, move: Move, entries: Entry[]): string | null | 'stays' {
  if (!('leave' in move)) return 'stays'
  entries.push({ kind: 'step', stepId: step.id, outlet: move.leave })
  return step.connections[move.leave] ?? null
}

function settle(run: Run, move: Move, entries: readonly Entry[], now: Date): Advanced {
  if ('end' in move) return ended(run, entries, move.end)
  if ('fail' in move) return ended(run, entries, 'failed', move.fail)
  if (!('wait' in move)) return { run, entries }
  const seconds = move.seconds ?? null
  const dueAt = seconds === null ? null : new Date(now.getTime() + seconds * 1000)
  const expiresAt = new Date((dueAt ?? now).getTime() + IDLE_MS)
  const stepsWithoutWait = move.wait === 'call' ? run.stepsWithoutWait : 0
  return { run: { ...run, waiting: move.wait, dueAt, expiresAt, stepsWithoutWait }, entries }
}

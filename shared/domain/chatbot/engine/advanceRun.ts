import type { Interruptible } from '../budget/index.ts'
import { foldPhrase } from '../foldText.ts'
import { chosen } from './choices.ts'
import { ended } from './ended.ts'
import type { Flow } from './flow.ts'
import { IDLE_MS, MAX_BACKLOG } from './limits.ts'
import { enter, meet } from './meet.ts'
import { pause, resume } from './pause.ts'
import { type Advanced, type Entry, type Input, isLive, type Reply, type Run } from './run.ts'
import { cut, withVariables } from './values.ts'

/** Returns a run before its first input. */
export function newRun(): Run {
  return {
    status: 'active',
    stepId: null,
    waiting: null,
    dueAt: null,
    expiresAt: null,
    turn: 0,
    variables: {},
    choices: [],
    backlog: [],
    steps: 0,
    stepsWithoutWait: 0,
    leftMs: null,
    error: null,
    errorCode: null,
  }
}

/**
 * Applies an input to a run. Returns the next run and its entries, in order. The entries `sent` and `called` are
 * effects, which the caller performs. The caller also sets a timer for the run's `dueAt`. The function is pure:
 * production and simulation differ only in the treatment of effects. An input for another turn changes nothing. If
 * `OverBudget` interrupts the computation, the run ends as failed.
 */
export function* advanceRun(flow: Flow, run: Run, input: Input, now: Date): Interruptible<Advanced> {
  // An effect can also fail after the end of the run.
  if (input.type === 'fault' && run.status !== 'failed') return ended(run, [], 'failed', input.error)
  if (!isLive(run)) return { run, entries: [] }
  switch (input.type) {
    case 'start':
      return yield* start(flow, run, input, now)
    case 'reply':
      return yield* reply(flow, run, input.reply, now)
    case 'timer': {
      const isDue = run.status === 'active' && run.turn === input.turn && run.dueAt !== null
      if (!isDue || !run.stepId) return { run, entries: [] }
      const entries: Entry[] = [{ kind: 'timer', stepId: run.stepId }]
      return yield* meet(flow, moved(run), entries, now, (stepType, config, scene) =>
        stepType.timer?.(config, scene),
      )
    }
    case 'answer':
      return yield* answer(flow, run, input, now)
    case 'pause':
      return pause(run, now)
    case 'resume':
      return yield* resume(flow, run, now)
    case 'end':
      return ended(run, [], 'abandoned')
    case 'expire':
      return ended(run, [], 'expired')
    case 'fault':
      return { run, entries: [] }
  }
}

function* start(
  flow: Flow,
  run: Run,
  input: Extract<Input, { type: 'start' }>,
  now: Date,
): Interruptible<Advanced> {
  const { contact } = input
  const text = cut(input.reply.text)
  const variables = withVariables(run.variables, {
    'contact.name': contact.name,
    'contact.phone': contact.phone,
    last_reply: text,
    last_text: text,
  })
  const entries: Entry[] = [{ kind: 'received', text }]
  return yield* enter(flow, { ...moved(run), variables }, flow.startStepId, entries, now)
}

function* reply(flow: Flow, run: Run, given: Reply, now: Date): Interruptible<Advanced> {
  const written = { ...given, text: cut(given.text) }
  const { text } = written
  const choice = run.waiting === 'reply' ? chosen(run.choices, written) : undefined
  const received: Entry = { kind: 'received', text, ...(choice && { buttonId: choice.id }) }
  const folded = foldPhrase(text)
  const isStop = !choice && flow.stopWords.some((word) => foldPhrase(word) === folded)
  if (run.status === 'paused') {
    const expiresAt = new Date(now.getTime() + IDLE_MS)
    return { run: { ...run, expiresAt }, entries: [{ ...received, ignored: true }] }
  }
  if (isStop) return ended(moved(run), [received], 'abandoned')
  if (run.waiting === 'reply') return yield* take(flow, run, written, [received], now)
  if (run.waiting === 'call' && run.backlog.length < MAX_BACKLOG)
    return { run: { ...run, backlog: [...run.backlog, written] }, entries: [received] }
  return { run, entries: [{ ...received, ignored: true }] }
}

/** Gives a reply to the step that waits for the reply. */
function* take(
  flow: Flow,
  run: Run,
  written: Reply,
  entries: readonly Entry[],
  now: Date,
): Interruptible<Advanced> {
  const { text } = written
  const choice = chosen(run.choices, written)
  const variables = withVariables(run.variables, { last_reply: choice?.id ?? text, last_text: text })
  // The reply answers the offered choices. A number in a later reply is not a choice.
  const answered = { ...moved(run), variables, choices: [], stepsWithoutWait: 0 }
  return yield* meet(flow, answered, entries, now, (stepType, config, scene) =>
    stepType.reply?.(config, scene, written, choice),
  )
}

/**
 * Gives the answer of a server to the webhook step. Messages that came during the call then answer the next question.
 */
function* answer(
  flow: Flow,
  run: Run,
  input: Extract<Input, { type: 'answer' }>,
  now: Date,
): Interruptible<Advanced> {
  const { answer: got } = input
  if (run.turn !== input.turn || run.waiting !== 'call' || !run.stepId) return { run, entries: [] }
  const said = 'error' in got ? { error: got.error } : { status: got.status }
  const entries: Entry[] = [{ kind: 'answered', stepId: run.stepId, ...said }]
  let advanced = yield* meet(flow, moved(run), entries, now, (stepType, config, scene) =>
    stepType.answer?.(config, scene, got),
  )
  while (advanced.run.waiting === 'reply') {
    const [next, ...backlog] = advanced.run.backlog
    if (!next) break
    advanced = yield* take(flow, { ...advanced.run, backlog }, next, advanced.entries, now)
  }
  // A delay asks no question, so the messages that came during the call are dropped.
  const { run: after } = advanced
  return after.waiting === 'delay' ? { ...advanced, run: { ...after, backlog: [] } } : advanced
}

/** Moves a run to its next turn. A timer or an answer for the earlier turn then does nothing. */
function moved(run: Run): Run {
  return { ...run, turn: run.turn + 1, waiting: null, dueAt: null }
}

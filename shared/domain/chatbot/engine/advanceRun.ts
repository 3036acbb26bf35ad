import type { Interruptible } from '../budget/index.ts'
import { foldText } from '../foldText.ts'
import { chosen } from './choices.ts'
import { ended } from './ended.ts'
import type { Flow } from './flow.ts'
import { IDLE_MS, MAX_BACKLOG } from './limits.ts'
import { enter, meet } from './meet.ts'
import { pause, resume } from './pause.ts'
import { type Advanced, type Entry, type Input, isLive, type Reply, type Run } from './run.ts'
import { cut, withVariables } from './values.ts'

/** A run before anything has happened to it. */
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
 * What an input makes of a run: where it is then, and what happened, in order. Of the entries, `sent` and `called` are effects that
 * are still to be performed; a timer is to be set for the run's `dueAt`. It touches nothing, and the same arguments always make the
 * same: production and simulation differ in who performs the effects. An input that is not for the run's turn changes nothing.
 * Interrupted by `OverBudget`, it answers a run that failed for that.
 */
export function* advanceRun(flow: Flow, run: Run, input: Input, now: Date): Interruptible<Advanced> {
  // What it would have said last fails behind its end.
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
      return yield* meet(flow, moved(run), entries, now, (node, config, scene) => node.timer?.(config, scene))
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
  const folded = foldText(text)
  const isStop = !choice && flow.stopWords.some((word) => foldText(word) === folded)
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

/** A reply that a step waits for. */
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
  // What was offered is answered: a number that somebody gives to the next question is no choice.
  const answered = { ...moved(run), variables, choices: [], stepsWithoutWait: 0 }
  return yield* meet(flow, answered, entries, now, (node, config, scene) =>
    node.reply?.(config, scene, written, choice),
  )
}

/** What came while a webhook was called answers the question behind it. */
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
  let advanced = yield* meet(flow, moved(run), entries, now, (node, config, scene) =>
    node.answer?.(config, scene, got),
  )
  while (advanced.run.waiting === 'reply') {
    const [next, ...backlog] = advanced.run.backlog
    if (!next) break
    advanced = yield* take(flow, { ...advanced.run, backlog }, next, advanced.entries, now)
  }
  // Behind it nothing is asked.
  const { run: after } = advanced
  return after.waiting === 'delay' ? { ...advanced, run: { ...after, backlog: [] } } : advanced
}

/** The next turn: what waited for the one before comes too late. */
function moved(run: Run): Run {
  return { ...run, turn: run.turn + 1, waiting: null, dueAt: null }
}

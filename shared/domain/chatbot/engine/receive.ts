import { type Interruptible, OverBudget } from '../budget/index.ts'
import { isTriggered, type Occasion, type Trigger } from '../triggers/index.ts'
import { advanceRun, newRun } from './advanceRun.ts'
import { endedOverBudget } from './ended.ts'
import type { Flow } from './flow.ts'
import type { Advanced, Reply, Run } from './run.ts'
import { cut } from './values.ts'

/** A message as it comes to a chat. */
export interface Incoming {
  reply: Reply
  contact: { name: string; phone: string }
  isGroup: boolean
  isFirst: boolean
}

/** What a message made of the run that was there, and of the one that it began. */
export interface Received {
  live: Advanced | null
  started: Advanced | null
}

/** Whether a run has expired, and nobody has ended it yet. */
export function isOver({ expiresAt }: Pick<Run, 'expiresAt'>, now: Date): boolean {
  return expiresAt !== null && expiresAt <= now
}

/**
 * What a message does in a chat: it goes to the run that is there, on the version that this began with; where there is none, or its time is
 * over, it may begin one of the published flow.
 */
export function* receive(
  chat: { live: { flow: Flow; run: Run } | null; published: { flow: Flow; trigger: Trigger } | null },
  incoming: Incoming,
  now: Date,
): Interruptible<Received> {
  const { live, published } = chat
  const { reply } = incoming
  if (live && !isOver(live.run, now))
    return { live: yield* advanceRun(live.flow, live.run, { type: 'reply', reply }, now), started: null }
  const expired = live && (yield* advanceRun(live.flow, live.run, { type: 'expire' }, now))
  return { live: expired, started: published && (yield* begin(published, incoming, now)) }
}

/** Begins a run if the trigger is pulled. A trigger that takes too much CPU begins a run that failed, so that its owner sees why. */
function* begin(
  { flow, trigger }: { flow: Flow; trigger: Trigger },
  { reply, contact, isGroup, isFirst }: Incoming,
  now: Date,
): Interruptible<Advanced | null> {
  const occasion: Occasion = { text: reply.text, isGroup, isFirst }
  try {
    if (!(yield* isTriggered(trigger, occasion, now))) return null
  } catch (error) {
    if (!(error instanceof OverBudget)) throw error
    return endedOverBudget(newRun(), [{ kind: 'received', text: cut(reply.text) }])
  }
  return yield* advanceRun(flow, newRun(), { type: 'start', reply, contact }, now)
}

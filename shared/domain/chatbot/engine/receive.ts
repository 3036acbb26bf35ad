import { type Interruptible, OverBudget } from '../budget/index.ts'
import { isTriggered, type Occasion, type Trigger } from '../triggers/index.ts'
import { advanceRun, newRun } from './advanceRun.ts'
import { endedOverBudget } from './ended.ts'
import type { Flow } from './flow.ts'
import type { Advanced, Reply, Run } from './run.ts'
import { cut } from './values.ts'

/** Message that comes into a chat. */
export interface Incoming {
  reply: Reply
  contact: { name: string; phone: string }
  isGroup: boolean
  isFirst: boolean
  /** True if the message is a stop word or a start word of the app's broadcasts. */
  changesConsent?: boolean
}

/** Result of a message: the next state of the live run, and the run that the message starts. */
export interface Received {
  live: Advanced | null
  started: Advanced | null
}

/** Tells whether the time of a run has ended. Such a run is live until an input ends it. */
export function isOver({ expiresAt }: Pick<Run, 'expiresAt'>, now: Date): boolean {
  return expiresAt !== null && expiresAt <= now
}

/**
 * Gives a message to the live run of a chat, on the version with which the run started. Without a live run, or after
 * its time, the message may start a run of the published flow.
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

/**
 * Starts a run if the message matches the trigger. A trigger that takes too much CPU starts a failed run, which shows
 * the cause to the owner.
 */
function* begin(
  { flow, trigger }: { flow: Flow; trigger: Trigger },
  { reply, contact, isGroup, isFirst, changesConsent = false }: Incoming,
  now: Date,
): Interruptible<Advanced | null> {
  const occasion: Occasion = { text: reply.text, isGroup, isFirst, changesConsent }
  try {
    if (!(yield* isTriggered(trigger, occasion, now))) return null
  } catch (error) {
    if (!(error instanceof OverBudget)) throw error
    return endedOverBudget(newRun(), [{ kind: 'received', text: cut(reply.text) }])
  }
  return yield* advanceRun(flow, newRun(), { type: 'start', reply, contact }, now)
}

import { isTriggered, type Occasion, type Trigger } from '../triggers/index.ts'
import { advance, newRun } from './advance.ts'
import type { Flow } from './flow.ts'
import type { Advanced, Reply, Run } from './run.ts'

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
export function receive(
  chat: { live: { flow: Flow; run: Run } | null; published: { flow: Flow; trigger: Trigger } | null },
  { reply, contact, isGroup, isFirst }: Incoming,
  now: Date,
): Received {
  const { live, published } = chat
  if (live && !isOver(live.run, now))
    return { live: advance(live.flow, live.run, { type: 'reply', reply }, now), started: null }
  const expired = live && advance(live.flow, live.run, { type: 'expire' }, now)
  const occasion: Occasion = { text: reply.text, isGroup, isFirst }
  if (!published || !isTriggered(published.trigger, occasion, now)) return { live: expired, started: null }
  const started = advance(published.flow, newRun(), { type: 'start', reply, contact }, now)
  return { live: expired, started }
}

import type { Interruptible } from '../budget/index.ts'
import { hasKeyword } from './keyword.ts'
import { isScheduled } from './schedule.ts'
import type { Trigger } from './schema.ts'

/** Facts of a message that may start a run. */
export interface Occasion {
  text: string
  isGroup: boolean
  /** True if the chat has no earlier message from the contact. */
  isFirst: boolean
  /** True if the message is a stop word or a start word of the app's broadcasts. Such a message asks for no conversation. */
  changesConsent?: boolean
}

/** Tells whether a message starts a run. */
export function* isTriggered(
  trigger: Trigger,
  { text, isGroup, isFirst, changesConsent = false }: Occasion,
  now: Date,
): Interruptible<boolean> {
  if (isGroup && !trigger.groups) return false
  if (changesConsent && trigger.type !== 'keyword') return false
  switch (trigger.type) {
    case 'keyword':
      return yield* hasKeyword(trigger, text)
    case 'first_contact':
      return isFirst
    case 'schedule':
      return isScheduled(trigger, now)
  }
}

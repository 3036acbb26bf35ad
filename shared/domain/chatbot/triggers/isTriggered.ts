import type { Interruptible } from '../budget/index.ts'
import { hasKeyword } from './keyword.ts'
import { isScheduled } from './schedule.ts'
import type { Trigger } from './schema.ts'

/** What is known of a message that may begin a conversation. */
export interface Occasion {
  text: string
  isGroup: boolean
  /** Nothing has ever come from this chat before. */
  isFirst: boolean
}

/** Whether a message begins a conversation. */
export function* isTriggered(
  trigger: Trigger,
  { text, isGroup, isFirst }: Occasion,
  now: Date,
): Interruptible<boolean> {
  if (isGroup && !trigger.groups) return false
  switch (trigger.type) {
    case 'keyword':
      return yield* hasKeyword(trigger, text)
    case 'first_contact':
      return isFirst
    case 'schedule':
      return isScheduled(trigger, now)
  }
}

import type { proto } from '@whiskeysockets/baileys'
import { apply } from './action.ts'
import { contextOf } from './describe.ts'
import { isQuoteOf } from './keys.ts'
import type { Phone } from './phone.ts'
import type { ShownMessage } from './screen.ts'
import { learnTimer, willNotDisappear } from './timers.ts'

/**
 * Applies all that a new row changes on the screen: the message that the row names, and the timer of the chat. Marks a row
 * whose quote names no message, and a row that will not disappear.
 */
export function settle(phone: Phone, row: ShownMessage, message: proto.IMessage, isByAdmin = false): void {
  const { quoted } = row
  const target = quoted && phone.screen.get(quoted.id)
  // A quote of another chat has the chat in its context.
  if (quoted && !(target && isQuoteOf(phone, contextOf(message)?.participant, target)))
    phone.screen.update(row.id, { quoted: { ...quoted, unmatched: true } })
  if (willNotDisappear(phone, row, message)) phone.screen.update(row.id, { willNotDisappear: true })
  apply(phone, row, message, isByAdmin)
  learnTimer(phone, row, message)
}

import { type SQL, sql } from 'drizzle-orm'
import type { MessageSource } from '#shared/contracts/messages.ts'
import { messages, type Transaction } from '#shared/database/index.ts'
import { type Counter, returnUnits } from './chargeUsage.ts'

/** What an UPDATE or DELETE of messages returns for their refund. */
export const CHARGE = {
  appId: messages.appId,
  source: messages.source,
  chargedMonth: messages.chargedMonth,
}

/** What `charged_month` becomes of a message that ends FAILED: only one that WhatsApp never took is given back. */
export const UNSENT_CHARGE: SQL<string | null> =
  sql`case when ${messages.status} = 'PENDING' then ${messages.chargedMonth} end`

interface Charge {
  appId: string
  source: MessageSource
  chargedMonth: string | null
}

/**
 * Gives back the units of messages that WhatsApp never took, each to the month that it was charged to. It goes into the
 * transaction that ends them, so that each is given back once.
 */
export async function refundMessages(tx: Transaction, ended: readonly Charge[]): Promise<void> {
  const refunds = new Map<string, { appId: string; counter: Counter; month: string; units: number }>()
  for (const { appId, source, chargedMonth: month } of ended) {
    if (month === null) continue
    const counter = source === 'broadcast' ? 'broadcast' : 'messages'
    const refund = { appId, counter, month, units: 0 } as const
    const key = Object.values(refund).join()
    refunds.set(key, { ...refund, units: (refunds.get(key)?.units ?? 0) + 1 })
  }
  // Always in the same order: two that refund several accounts would lock each other out.
  const inOrder = [...refunds].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [, refund] of inOrder) await returnUnits(tx, refund)
}

import { sql } from 'drizzle-orm'
import type { Transaction } from '#shared/database/index.ts'
import type { InboundMessage } from '../inbound.ts'
import { INBOUND_COLUMNS, inboundRow, insertInbound } from '../insertInbound.ts'

/** Stores messages of a session. Returns the new and the completed messages. See `insertInbound`. */
export async function insertInboundMessagesWithin(
  tx: Transaction,
  owner: { sessionId: string; appId: string },
  inbound: readonly InboundMessage[],
): Promise<{ message: InboundMessage; missing: boolean }[]> {
  if (inbound.length === 0) return []
  const rows = inbound.map((message, ord) => ({ ord, ...inboundRow(owner, message) }))
  const { rows: written } = await tx.execute<{ id: string; sender: string; missing: boolean }>(
    insertInbound(sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as inbound (${INBOUND_COLUMNS})`),
  )
  const missingOf = new Map(written.map((row) => [`${row.sender}:${row.id}`, row.missing]))
  return inbound.flatMap((message) => {
    const missing = missingOf.get(`${message.sender}:${message.id}`)
    return missing === undefined ? [] : [{ message, missing }]
  })
}

import { and, eq, sql } from 'drizzle-orm'
import { messages } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import { assertLease, type Fenced, holdsLease } from '../../fleet/index.ts'
import { ownMessage } from '../internal/ownMessage.ts'
import type { MessageRow } from '../view.ts'
import type { OwnMessage } from './claimMessages.ts'

/** Deaths of connectors after which no connector prepares the file again. */
const MAX_DEATHS = 2

/** A message whose file a connector prepares. */
export interface Preparation extends OwnMessage {
  connectorId: string
}

/** Counts the other connectors that began to prepare a message's file and recorded no end. */
function deathsOf({ preparingBy }: Pick<MessageRow, 'preparingBy'>, connectorId: string): number {
  return new Set(preparingBy.filter((id) => id !== connectorId)).size
}

/**
 * Rates the suspicion that a message's file kills the connectors that prepare the file. One death is `suspected`, two
 * deaths are `proved`.
 */
export function suspicionOf(
  row: Pick<MessageRow, 'preparingBy'>,
  connectorId: string,
): 'none' | 'suspected' | 'proved' {
  const deaths = deathsOf(row, connectorId)
  if (deaths === 0) return 'none'
  return deaths < MAX_DEATHS ? 'suspected' : 'proved'
}

/**
 * Marks a message before a connector prepares its file. If the connector dies, the next owner finds the mark.
 * @throws LeaseLost
 */
export async function beginPreparation({
  ctx,
  input: { lease, ...input },
}: {
  ctx: Pick<Context, 'db'>
  input: Preparation & Fenced
}): Promise<void> {
  const changed = await ctx.db
    .update(messages)
    .set({ preparingBy: sql`array_append(${messages.preparingBy}, ${input.connectorId})` })
    .where(and(ownMessage(input), eq(messages.status, 'PENDING'), holdsLease(lease)))
    .returning({ id: messages.id })
  if (changed.length === 0) await assertLease({ ctx, input: lease })
}

/**
 * Removes a connector's own mark after the preparation. The write has no fence: the mark belongs to this connector,
 * which is alive.
 */
export async function endPreparation({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: Preparation
}): Promise<void> {
  await ctx.db
    .update(messages)
    .set({ preparingBy: sql`array_remove(${messages.preparingBy}, ${input.connectorId})` })
    .where(ownMessage(input))
}

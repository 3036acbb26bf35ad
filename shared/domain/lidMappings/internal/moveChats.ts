import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import { type Fenced, holdsLease } from '../../fleet/index.ts'
import { moveAnswersWithin } from './moveAnswersWithin.ts'
import { moveTimersWithin } from './moveTimersWithin.ts'

/** Messages that one transaction moves. */
const MOVED_AT_ONCE = 500

/** The JID that a chat was stored under, and the JID of the same person that the chat has from now on. */
export interface ChatMove {
  from: string
  to: string
}

/**
 * Moves chats of a session to other JIDs of the same persons: messages in batches, answers to polls, names and disappearing timers.
 * @param input.moves at most one move of each message: a statement that moves two copies of a message to one JID would fail
 * @param input.last writes that commit together with the last batch. If a host dies before the last batch, a later call continues
 */
export async function moveChats({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string; moves: readonly ChatMove[]; last(tx: Transaction): Promise<void> } & Fenced
}): Promise<void> {
  while (!(await moveSome(ctx, input)));
}

/** Moves a batch of messages. After the last batch, moves the answers, the names and the timers, and returns true. */
async function moveSome(
  ctx: Pick<Context, 'db'>,
  { lease, sessionId, moves, last }: Parameters<typeof moveChats>[0]['input'],
): Promise<boolean> {
  return await ctx.db.transaction(async (tx) => {
    // The author is part of a message's key. A message that exists under both JIDs therefore stays under both.
    const { rowCount } = await tx.execute(sql`
      update messages t set remote_jid = m.moved_to, username_key = null, sender = case when sender = m.moved_from then m.moved_to else sender end
      from ${toTable(moves)}
      where t.session_id = ${sessionId} and t.remote_jid = m.moved_from and t.ctid = any (array(
        select one.ctid from messages one join ${toTable(moves)} on one.remote_jid = m.moved_from
        where one.session_id = ${sessionId} and not exists (
          select 1 from messages o
          where o.session_id = one.session_id and o.id = one.id and o.sender = m.moved_to and one.sender = m.moved_from)
        limit ${MOVED_AT_ONCE})) and ${holdsLease(lease)}`)
    if ((rowCount ?? 0) === MOVED_AT_ONCE) return false
    await last(tx)
    await moveAnswersWithin(tx, lease, sessionId, moves)
    await moveTimersWithin(tx, lease, sessionId, toTable(moves))
    await tx.execute(sql`
      insert into contacts (session_id, jid, name)
      select distinct on (m.moved_to) session_id, m.moved_to, name from contacts join ${toTable(moves)} on jid = m.moved_from
      where session_id = ${sessionId} and ${holdsLease(lease)}
      on conflict (session_id, jid) do nothing`)
    await tx.execute(sql`
      delete from contacts using ${toTable(moves)}
      where session_id = ${sessionId} and jid = m.moved_from and ${holdsLease(lease)}`)
    return true
  })
}

/** Returns the moves as a table `m (moved_from, moved_to)`. */
function toTable(moves: readonly ChatMove[]): SQL {
  const from = sql.param(moves.map((move) => move.from))
  const to = sql.param(moves.map((move) => move.to))
  return sql`unnest(${from}::text[], ${to}::text[]) as m (moved_from, moved_to)`
}

import { sql } from 'drizzle-orm'
import type { EventData } from '#shared/contracts/events.ts'
import { arrayParam } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import { emitFrom } from '../../events/index.ts'
import { assertLease, type Fenced, holdsLease } from '../../fleet/index.ts'
import { AUTHORED, type MessageRef, withChat } from './applyEdit.ts'

/** The answer of a person to a poll or an event. */
export interface Answer {
  /** `me`, or the JID of the person. */
  voter: string
  /** See the table `message_answers`. */
  choices: readonly string[]
  guests: number | null
  /** The voter's time of the answer, in Unix ms. */
  answeredAt: number
}

/**
 * Stores an answer to a poll or an event, unless the gateway has a newer answer of the person or the same one. Returns false in these
 * cases, and for a message that is deleted.
 * @param input.vote data of the event `poll.vote`, without the chat; absent for the response to an event
 * @throws LeaseLost
 */
export async function applyAnswer({
  ctx,
  input: { lease, ...input },
}: {
  ctx: Pick<Context, 'db' | 'now' | 'outbox'>
  input: MessageRef & { answer: Answer; vote?: Omit<EventData<'poll.vote'>, 'remoteJid'> } & Fenced
}): Promise<boolean> {
  const { sessionId, messageId, sender, answer, vote } = input
  const { voter, choices, guests, answeredAt } = answer
  const emitted =
    vote &&
    emitFrom({
      from: sql`authored`,
      type: 'poll.vote',
      data: withChat({ ...vote, remoteJid: '' }),
      occurredAt: ctx.now(),
      withFiles: true,
    })
  const { rows } = await ctx.db.execute(sql`
    with target as materialized (
      select m.session_id, m.app_id, m.remote_jid, m.id, m.sender from messages m
      where m.session_id = ${sessionId} and m.id = ${messageId} and m.sender = ${sender} and m.deleted_at is null
        and ${holdsLease(lease)}
    ),
    answered as (
      insert into message_answers (session_id, message_id, message_sender, voter, choices, guests, answered_at)
      select session_id, id, sender, ${voter}, ${arrayParam(choices)}::text[], ${guests}::int, ${answeredAt}::bigint from target
      on conflict (session_id, message_id, message_sender, voter) do update
        set choices = excluded.choices, guests = excluded.guests, answered_at = excluded.answered_at
        where message_answers.answered_at < excluded.answered_at
      returning 1
    ),
    changed as (select * from target where exists (select 1 from answered)),
    ${AUTHORED}
    ${emitted ? sql`, emitted as (${emitted})` : sql``}
    select session_id from changed`)
  if (rows.length === 0) await assertLease({ ctx, input: lease })
  if (vote) await ctx.outbox.wake(sessionId)
  return rows.length > 0
}

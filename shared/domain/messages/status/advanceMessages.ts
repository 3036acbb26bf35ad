import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { EventType } from '#shared/contracts/events.ts'
import type { MessageStatus } from '#shared/contracts/messages.ts'
import type { Queryable } from '#shared/database/index.ts'
import { emitFrom, type SqlEvents } from '../../events/index.ts'
import { updateCampaignRecipients } from './updateCampaignRecipients.ts'

export interface AdvancedMessages {
  [column: string]: unknown
  sessionId: string
  toPublish: boolean
}

/** Events of the statuses, in the order of progress. */
const EVENTS_BY_STATUS = {
  SENT: 'message.sent',
  DELIVERED: 'message.delivered',
  READ: 'message.read',
} as const satisfies Partial<Record<MessageStatus, EventType>>
type StepType = (typeof EVENTS_BY_STATUS)[keyof typeof EVENTS_BY_STATUS]

const STEPS = sql.join(
  Object.entries(EVENTS_BY_STATUS).map(([status, type]) => sql`(${status}::message_status, ${type}::text)`),
  sql`, `,
)
const STEP: Pick<SqlEvents<StepType>, 'type' | 'data'> = {
  type: sql<StepType>`fact.type`,
  data: {
    id: sql<string>`fact.id`,
    session: sql<string>`fact.session_id`,
    remoteJid: sql<string>`fact.remote_jid`,
  },
}

/**
 * Moves messages to later statuses, and emits an event for each step of a message of ours. A receipt that arrives
 * before an implied receipt emits the events of both. Each message therefore has each of its events once, in order. The
 * events of several messages are ordered by status, then by message.
 * @param input.target a query for session_id, id, sender, `was` (the status so far) and `becomes`, which locks the
 * messages
 * @returns the changed sessions; `toPublish` is true if the session has an event to publish
 */
export async function advanceMessages({
  ctx: { db },
  input: { target, now },
}: {
  ctx: { db: Queryable }
  input: { target: SQL; now: Date }
}): Promise<AdvancedMessages[]> {
  const { rows } = await db.execute<AdvancedMessages>(advancingStatement(target, now))
  return rows
}

/**
 * Returns the statement of `advanceMessages`.
 * @param now an instant, or the place of an instant
 */
export function advancingStatement(target: SQL, now: Date | SQLWrapper): SQL {
  return sql`
    with target as (${target}),
    changed as (
      update messages m set status = target.becomes, pending_until = null from target
      where m.session_id = target.session_id and m.id = target.id and m.sender = target.sender
      returning m.session_id, m.app_id, m.remote_jid, m.id, m.seq, m.from_me, m.source, m.error, target.was, target.becomes
    ),
    followed as (${updateCampaignRecipients(sql`changed`)}),
    steps as (
      select c.session_id, c.app_id, c.remote_jid, c.id, step.type
      from changed c join (values ${STEPS}) as step (status, type) on step.status > c.was and step.status <= c.becomes
      where c.from_me
      order by step.status, c.seq
    ),
    emitted as (${emitFrom({ from: sql`steps`, ...STEP, occurredAt: now })})
    select distinct session_id as "sessionId",
      exists (select 1 from emitted where emitted.session_id = changed.session_id and emitted.published_at is null) as "toPublish"
    from changed`
}

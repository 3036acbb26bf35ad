import { SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { EventData, EventType } from '#shared/contracts/events.ts'
import { identityFields } from './identityFields.ts'
import { hasSubscriber } from './subscribers.ts'

/**
 * Data of an event in SQL: an expression for the whole data, or an expression for each field. An expression for
 * another type of value does not compile.
 */
type SqlData<Type extends EventType> = SQL<EventData<Type>> | SqlFields<EventData<Type>>
type SqlFields<Data> = Data extends object ? { [Field in keyof Data]: SQL<NonNullable<Data[Field]>> } : never

/** Events that a statement makes from its own rows. */
export interface SqlEvents<Type extends EventType> {
  /** Table with the columns session_id, app_id and remote_jid. The other expressions name the table `fact`. */
  from: SQL
  type: Type | SQL<Type>
  data: SqlData<Type>
  /** An instant, or a place of a statement for an ISO instant. */
  occurredAt: Date | SQLWrapper
  /**
   * True if the table also has the columns message_id, message_sender and held_until. The columns are null for an event
   * without a file.
   */
  withFiles?: boolean
}

/**
 * Builds the end of a statement that changes rows and reports the changes. This table expression writes an
 * event for each row of `from`. The expression returns session_id and published_at. If the event has a subscriber,
 * published_at is null.
 */
export function emitFrom<Type extends EventType>({
  from,
  type,
  data,
  occurredAt,
  withFiles = false,
}: SqlEvents<Type>): SQL {
  const at = sql`${occurredAt instanceof Date ? occurredAt.toISOString() : occurredAt}::timestamptz`
  const fact = { appId: sql`fact.app_id`, sessionId: sql`fact.session_id`, type: sql`told.type` }
  const file = withFiles ? sql`message_id, message_sender, held_until, ` : sql``
  return sql`insert into events (${file}app_id, session_id, chat, type, data, occurred_at, published_at, handled_at)
    select ${file}fact.app_id, fact.session_id, fact.remote_jid, told.type, told.data || ${identityFields(sql`fact.session_id`, sql`told.data`)}, ${at}, fate.handled_at, fate.handled_at
    from ${from} fact, lateral (select ${type}::text as type, ${toJson(data)} as data) told,
      lateral (select case when not ${hasSubscriber(fact)} then ${at} end as handled_at) fate
    returning session_id, published_at`
}

function toJson(data: SQL | Record<string, SQL>): SQL {
  if (data instanceof SQL) return data
  // The names are those of a contract and not those of a caller, so that they need no parameter.
  const fields = Object.entries(data).map(([name, value]) => sql`${sql.raw(`'${name}'`)}, ${value}`)
  return sql`jsonb_build_object(${sql.join(fields, sql`, `)})`
}

import { type SQL, sql } from 'drizzle-orm'
import { CIPHERTEXT, NOTICE_TYPES } from '#shared/contracts/messages.ts'
import { arrayParam } from '#shared/database/index.ts'
import { toStorableDeep } from '#shared/storable.ts'
import type { Context } from '../../context.ts'
import { emitFrom, type NewEvent, type SqlEvents } from '../../events/index.ts'
import {
  type Fenced,
  heldLeases,
  type Lease,
  type LeaseLost,
  leaseValues,
  resultsOrLeaseLost,
} from '../../fleet/index.ts'
import { applyReplies, REPLY_COLUMNS, replyColumns } from '../../suppressions/index.ts'
import { ERASED_COLUMNS, eraseMessages } from '../internal/eraseMessages.ts'
import type { Inbound } from './inbound.ts'
import { INBOUND_COLUMNS, inboundRow, insertInbound } from './insertInbound.ts'
import { isNewerEdit } from './isNewerEdit.ts'
import { changeEvent, type InboundEvent, messageEvent } from './messageEvents.ts'

/** The content of a journaled stanza. */
export interface InboundStanza {
  sessionId: string
  appId: string
  journalHash: string
  /** Null if the stanza contains nothing to store. */
  inbound: Inbound | null
  /** Key of the placeholder that the stanza may have. */
  stanza: { id: string; sender: string } | null
  /** True if the stanza carries earlier messages, which `importHistory` stores. */
  carriesHistory?: boolean
  /** True if the session ignores the message of the stanza on purpose. */
  isIgnored?: boolean
}

interface Recorded {
  [column: string]: unknown
  held: Pick<Lease, 'partition' | 'epoch'>[]
  /** Indexes of the stanzas that were not processed before. */
  processed: number[]
  /** Sessions with an event to publish. */
  wanted: string[]
}

/**
 * Stores inbound stanzas and their events, and marks their journal rows as processed, in one statement. The journal row
 * of a stored message loses its plaintext. Only the messages table then has the plaintext, and a deletion erases it
 * there. A stored message stays unchanged and emits no event. A processed stanza changes nothing, because WhatsApp
 * delivers at least once.
 * @param input at most one stanza of each session, because a second stanza may change a message that the first stanza
 * stores
 * @returns LeaseLost for each stanza whose lease is lost, and undefined for each other stanza
 */
export async function storeInbound({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now' | 'outbox'>
  input: readonly (InboundStanza & Fenced)[]
}): Promise<(undefined | LeaseLost)[]> {
  const now = ctx.now()
  const { rows } = await ctx.db.execute<Recorded>(record(input, now))
  const { held = [], processed = [], wanted = [] } = rows[0] ?? {}
  const answers = resultsOrLeaseLost(input, held, () => undefined)
  // A stanza that was processed earlier is stored. The host may have lost the database's response to the commit, and
  // may not have woken the outbox.
  const earlier = input.filter((_, ord) => !processed.includes(ord) && answers[ord] === undefined)
  const toWake = new Set([...wanted, ...earlier.map(({ sessionId }) => sessionId)])
  await Promise.all([...toWake].map((sessionId) => ctx.outbox.wake(sessionId)))
  return answers
}

function record(input: readonly (InboundStanza & Fenced)[], now: Date): SQL {
  const rows = input.map((stanza, ord) => ({ ord, ...toRow(stanza, now) }))
  const at = sql`${now.toISOString()}::timestamptz`
  const leases = leaseValues(input)
  return sql`
    with held as materialized (${heldLeases((name) => arrayParam(leases[name]))}),
    inbound as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as inbound (
        partition int, epoch bigint, hash text, kind text, is_stored boolean, event_type text, event jsonb, held_until timestamptz,
        stanza_id text, stanza_sender text, changed_ms bigint, ${REPLY_COLUMNS}, ${INBOUND_COLUMNS})
    ),
    processed as (
      update inbox set processed_at = ${at}, value = case when is_stored then '' else inbox.value end
      from inbound join held using (partition, epoch)
      where inbox.session_id = inbound.session_id and inbox.hash = inbound.hash and inbox.processed_at is null
      returning inbound.ord
    ),
    fresh as materialized (select inbound.* from inbound join processed using (ord)),
    stored as (${insertInbound(sql`fresh where kind = 'message'`)}),
    ${applyReplies(STORED, now)},
    ${changeMessages(at)},
    ${input.some(({ inbound }) => inbound?.kind === 'deleted') ? eraseDeleted(now) : sql``}
    ${DROP_PLACEHOLDERS},
    ${FACTS},
    emitted as (${emitFrom({ from: sql`facts`, ...FACT, occurredAt: now, withFiles: true })})
    select (select coalesce(jsonb_agg(held), '[]') from held) as held, array(select ord from processed) as processed,
      array(select distinct session_id from emitted where published_at is null) as wanted`
}

function toRow(
  { lease, inbound, stanza, carriesHistory = false, isIgnored = false, ...rest }: InboundStanza & Fenced,
  now: Date,
) {
  return {
    partition: lease.partition,
    epoch: lease.epoch,
    hash: rest.journalHash,
    kind: inbound?.kind,
    is_stored: inbound !== null || carriesHistory || isIgnored,
    stanza_id: stanza?.id,
    stanza_sender: stanza?.sender,
    ...(inbound ? inboundColumns(rest, inbound, now) : { session_id: rest.sessionId }),
  }
}

/** Returns the columns to store, and the event. */
function inboundColumns(owner: Pick<InboundStanza, 'sessionId' | 'appId'>, inbound: Inbound, now: Date) {
  const { sessionId, appId } = owner
  if (inbound.kind === 'message') {
    const row = inboundRow(owner, inbound.message)
    // A notice is in the history only.
    if (NOTICE_TYPES.includes(inbound.message.type)) return row
    const { type, data, file } = messageEvent({ sessionId, appId }, inbound.message, now)
    const event = { event_type: type, event: toStorableDeep(data), held_until: file?.heldUntil }
    return { ...row, ...replyColumns(inbound.message), ...event }
  }
  // The statement reads the chat from the stored message.
  const { type, data } = changeEvent({ sessionId, appId, chat: '' }, inbound, now)
  return {
    session_id: sessionId,
    app_id: appId,
    id: inbound.messageId,
    sender: inbound.sender,
    ...(inbound.kind === 'edited' && { content: inbound.content, changed_ms: inbound.changedAt }),
    ...(inbound.kind === 'deleted' && inbound.byAdmin && { remote_jid: inbound.byAdmin.chat }),
    event_type: type,
    event: toStorableDeep(data),
  }
}

/**
 * Applies the edits and revocations. An id alone could name a message of another author, so that the sender must match
 * too. A deletion by an admin concerns a message of the admin's group alone. The rows are locked in the same order as in `advanceStatus`. The placeholder of the stanza itself is
 * excluded: `DROP_PLACEHOLDERS` deletes it, and no row may change twice in a statement.
 */
function changeMessages(at: SQL): SQL {
  return sql`target as materialized (
      select fresh.ord, kind, ${ERASED_COLUMNS} from fresh join messages m using (session_id, id, sender)
      where kind in ('edited', 'deleted') and m.deleted_at is null
        and (kind = 'deleted' or (${isNewerEdit(sql`fresh.content`, sql`changed_ms`)}))
        and m.remote_jid = coalesce(fresh.remote_jid, m.remote_jid)
        and not (m.content ->> 'kind' is not distinct from ${CIPHERTEXT} and (m.id, m.sender) is not distinct from (stanza_id, stanza_sender))
      order by m.session_id, m.id, m.sender for update of m
    ),
    changed as (
      update messages m set
        content = case kind when 'deleted' then '{}' else (m.content - 'truncated') || fresh.content end,
        media = case kind when 'deleted' then null else m.media end,
        payload = case kind when 'deleted' then null else m.payload end,
        secret = case kind when 'deleted' then null else m.secret end,
        edit_timestamp = case kind when 'deleted' then m.edit_timestamp else greatest(m.edit_timestamp, changed_ms) end,
        preview = case kind when 'deleted' then null else m.preview end,
        deleted_at = case kind when 'deleted' then ${at} end,
        edited_at = case kind when 'deleted' then m.edited_at else ${at} end
      from target join fresh using (ord, kind)
      where m.session_id = target.session_id and m.id = target.id and m.sender = target.sender
      returning fresh.ord, m.remote_jid
    )`
}

function eraseDeleted(now: Date): SQL {
  return sql`deleted as (select * from target where kind = 'deleted'), ${eraseMessages(sql`deleted`, now)},`
}

/** Deletes the placeholders of stanzas that contain no message after decryption. */
const DROP_PLACEHOLDERS = sql`dropped as (
    delete from messages m using fresh
    where kind is distinct from 'message' and m.content ->> 'kind' = ${CIPHERTEXT}
      and m.session_id = fresh.session_id and m.id = fresh.stanza_id and m.sender = fresh.stanza_sender
  )`

/** The stored messages, with the columns that `applyReplies` reads. */
const STORED = sql`select fresh.* from fresh join stored using (session_id, id, sender) where kind = 'message'`

type Fact = Pick<InboundEvent | NewEvent<'message.sent'>, 'type' | 'data'>

/** The events that `toRow` wrote into the input of the statement, and the events of the status of our own messages. */
const FACT: Pick<SqlEvents<Fact['type']>, 'type' | 'data'> = {
  type: sql<Fact['type']>`fact.type`,
  data: sql<Fact['data']>`fact.data`,
}

/**
 * Events of the stored and changed messages. WhatsApp's server has a message that the user wrote on the phone. The event
 * `message.sent` therefore follows at once, and precedes the events of the receipts.
 */
const FACTS = sql`facts as (
    select session_id, app_id, fresh.remote_jid, event_type as type,
      event || coalesce((select jsonb_build_object(field, true) from replies where replies.ord = fresh.ord), '{}') as data, held_until,
      case when held_until is not null then id end as message_id, case when held_until is not null then sender end as message_sender, ord,
      0 as step
    from fresh join stored using (session_id, id, sender) where kind = 'message' and event_type is not null
    union all
    select session_id, app_id, fresh.remote_jid, 'message.sent',
      jsonb_build_object('id', id, 'session', session_id, 'remoteJid', fresh.remote_jid), null, null, null, ord, 1
    from fresh join stored using (session_id, id, sender) where kind = 'message' and from_me and event_type is not null
    union all
    select session_id, app_id, changed.remote_jid, event_type, event || jsonb_build_object('remoteJid', changed.remote_jid), null,
      null, sender, ord, 0
    from fresh join changed using (ord)
    order by ord, step
  )`

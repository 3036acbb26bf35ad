import { and, eq, isNull, sql } from 'drizzle-orm'
import type { MessageMedia } from '#shared/contracts/media.ts'
import {
  CIPHERTEXT,
  type MessageContent,
  type MessageSource,
  type MessageStatus,
  type MessageType,
} from '#shared/contracts/messages.ts'
import { messages, type Transaction } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { emit, type NewEvent } from '../events/index.ts'
import { assertLease, holdsLease, type Lease } from '../fleet/index.ts'
import { changeEvent, messageEvent } from './messageEvents.ts'

/** A message that a connector saw: from a contact, or written by the user on the phone. */
export interface SeenMessage {
  id: string
  sender: string
  remoteJid: string
  fromMe: boolean
  participant: string | null
  type: MessageType
  content: MessageContent
  /** The file that comes with it, to be fetched. */
  media: MessageMedia | null
  status: MessageStatus
  source: MessageSource
  pushName: string | null
  /** The author's LID, where WhatsApp told it; for the event only. */
  lid?: string
  timestamp: number
}

/** Something that came in: a message, or what its author did to an earlier one. */
export type Seen =
  | { kind: 'message'; message: SeenMessage }
  | { kind: 'edited'; messageId: string; sender: string; content: MessageContent }
  | { kind: 'deleted'; messageId: string; sender: string }

type Ctx = Pick<Context, 'db' | 'now' | 'outbox'>
interface Owner {
  sessionId: string
  appId: string
}

/**
 * Stores what came in with its event, and marks its journal row as processed, in one transaction. A message that is stored
 * already is left as it is and makes no event, and a stanza that is processed already changes nothing: WhatsApp delivers at
 * least once.
 * @param input.seen null for a stanza that holds nothing to store
 * @throws LeaseLost
 */
export async function recordSeen({
  ctx,
  lease,
  input,
}: {
  ctx: Ctx
  lease: Lease
  input: Owner & { journalHash: string; seen: Seen | null; stanza: { id: string; sender: string } | null }
}): Promise<void> {
  const toPublish = await ctx.db.transaction(async (tx) => {
    const { rowCount } = await tx.execute(sql`
      update inbox set processed_at = ${ctx.now().toISOString()}::timestamptz
      where session_id = ${input.sessionId} and hash = ${input.journalHash} and processed_at is null
        and ${holdsLease(lease)}`)
    if (rowCount === 0) {
      await assertLease(tx, lease)
      // It has been stored, and its commit's answer may have got lost: then nobody was woken yet.
      return true
    }
    const events = input.seen ? await store(tx, ctx.now(), input, input.seen) : []
    const isWanted = await emit(tx, events)
    // It could not be decrypted at first, and turned out to be no message.
    if (input.stanza && input.seen?.kind !== 'message')
      await dropPlaceholder(tx, input.sessionId, input.stanza)
    return isWanted
  })
  if (toPublish) await ctx.outbox.wake(input.sessionId)
}

/** Stores that something came that can't be decrypted yet. When its sender sends it again, it is filled in.
 * @throws LeaseLost */
export async function recordPlaceholder({
  ctx,
  lease,
  input,
}: {
  ctx: Pick<Context, 'db'>
  lease: Lease
  input: Owner & { message: SeenMessage }
}): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await assertLease(tx, lease)
    await insertMessages(tx, input, [input.message])
  })
}

/**
 * Stores messages. One that is there already stays as it is, unless its words were still missing. Answers those that are
 * news, and whether their words were `missing` before.
 */
export async function insertMessages(
  tx: Transaction,
  owner: Owner,
  seen: readonly SeenMessage[],
): Promise<{ message: SeenMessage; missing: boolean }[]> {
  const written = await tx
    .insert(messages)
    .values(
      seen.map(({ lid, ...message }) => ({ ...message, sessionId: owner.sessionId, appId: owner.appId })),
    )
    .onConflictDoUpdate({
      target: [messages.sessionId, messages.id, messages.sender],
      set: {
        type: sql`excluded.type`,
        content: sql`excluded.content`,
        media: sql`excluded.media`,
        pushName: sql`excluded.push_name`,
      },
      setWhere: sql`${messages.content} ->> 'kind' = ${CIPHERTEXT}`,
    })
    // An inserted row has no xmax; an updated one has this transaction's.
    .returning({ id: messages.id, sender: messages.sender, missing: sql<boolean>`xmax <> 0` })
  const bySender = new Map(written.map((row) => [`${row.sender}:${row.id}`, row.missing]))
  return seen.flatMap((message) => {
    const missing = bySender.get(`${message.sender}:${message.id}`)
    return missing === undefined ? [] : [{ message, missing }]
  })
}

async function dropPlaceholder(
  tx: Transaction,
  sessionId: string,
  { id, sender }: { id: string; sender: string },
): Promise<void> {
  await tx
    .delete(messages)
    .where(
      and(
        eq(messages.sessionId, sessionId),
        eq(messages.id, id),
        eq(messages.sender, sender),
        sql`${messages.content} ->> 'kind' = ${CIPHERTEXT}`,
      ),
    )
}

/** Answers what there is to tell of it. */
async function store(tx: Transaction, now: Date, owner: Owner, seen: Seen): Promise<NewEvent[]> {
  const { sessionId, appId } = owner
  if (seen.kind === 'message') {
    const news = await insertMessages(tx, owner, [seen.message])
    return news.map(({ message }) => messageEvent({ sessionId, appId }, message, now))
  }
  // Only its author can change a message: the id alone could name another's.
  const target = and(
    eq(messages.sessionId, sessionId),
    eq(messages.id, seen.messageId),
    eq(messages.sender, seen.sender),
    isNull(messages.deletedAt),
  )
  const change =
    seen.kind === 'deleted'
      ? { content: {}, media: null, payload: null, deletedAt: now }
      : { content: sql`${messages.content} || ${JSON.stringify(seen.content)}::jsonb`, editedAt: now }
  const changed = await tx.update(messages).set(change).where(target).returning({ chat: messages.remoteJid })
  return changed.map(({ chat }) => changeEvent({ sessionId, appId, chat }, seen, now))
}

import { and, desc, eq, inArray, not, sql } from 'drizzle-orm'
import {
  events,
  flowRunEntries,
  flowRuns,
  isDatabaseUnavailable,
  lidMappings,
  type Transaction,
} from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import { isForFlows } from '../../events/index.ts'
import { advance, isOver, receive } from '../engine/index.ts'
import { type ChatEvent, isFirstOfChat, readChatEvent } from './chatEvent.ts'
import { ofLiveFlow } from './liveFlow.ts'
import { insertRun, updateRun } from './persist.ts'
import { type RunRow, toRun } from './row.ts'
import { isSuspended } from './suspended.ts'
import { holdLive, loadPublished, loadVersionFlow } from './versions.ts'

type Ctx = Pick<Context, 'db' | 'now'>

/**
 * Has a message move the conversation that its chat is in, or begin one. Answers the run that has something to do then, or null. An event
 * that comes twice finds what it has done. For a session without flows it is one query.
 */
export async function takeEvent({
  ctx,
  input,
}: {
  ctx: Ctx
  input: { eventId: string }
}): Promise<string | null> {
  const event = await loadEvent(ctx, input.eventId)
  if (!event) return null
  const take = () => ctx.db.transaction(async (tx) => await takeWithin(tx, event, ctx.now()))
  try {
    return await take()
  } catch (error) {
    // The same event at the same time, or a flow that is deleted meanwhile: now it is known.
    if (isDatabaseUnavailable(error)) throw error
    return await take()
  }
}

/** A message's event, if a flow may want to know of it. */
async function loadEvent(ctx: Ctx, eventId: string): Promise<ChatEvent | null> {
  const [event] = await ctx.db
    .select()
    .from(events)
    .where(and(eq(events.id, eventId), isForFlows(events), not(isSuspended(events.appId))))
  return event ? readChatEvent(event) : null
}

async function takeWithin(tx: Transaction, event: ChatEvent, now: Date): Promise<string | null> {
  await dropEnded(tx, event)
  const row = await lockLiveRun(tx, event)
  const [earlier] = await tx
    .select({ runId: flowRunEntries.runId })
    .from(flowRunEntries)
    .where(eq(flowRunEntries.eventId, event.id))
  if (earlier) return earlier.runId
  if (event.isFromPhone) {
    if (row) await takeOver(tx, row, event, now)
    return row?.id ?? null
  }
  return await takeMessage(tx, row, event, now)
}

/** Deletes a live conversation of a deleted flow before the sweeper does: a chat has one live conversation at a time. */
async function dropEnded(tx: Transaction, { sessionId, chat }: ChatEvent): Promise<void> {
  await tx
    .delete(flowRuns)
    .where(
      and(
        eq(flowRuns.sessionId, sessionId),
        eq(flowRuns.chat, chat),
        inArray(flowRuns.status, ['active', 'paused']),
        not(ofLiveFlow),
      ),
    )
}

/** A human writes from the phone: the bot is silent. */
async function takeOver(tx: Transaction, row: RunRow, event: ChatEvent, now: Date): Promise<void> {
  const flow = await loadVersionFlow(tx, row.versionId)
  await updateRun(tx, row, advance(flow, toRun(row), { type: 'pause' }, now), now, event.id)
}

async function takeMessage(
  tx: Transaction,
  row: RunRow | undefined,
  event: ChatEvent,
  now: Date,
): Promise<string | null> {
  const live = row ? { flow: await loadVersionFlow(tx, row.versionId), run: toRun(row) } : null
  const published = live && !isOver(live.run, now) ? null : await loadPublished(tx, event)
  const isFirst =
    published?.trigger.type === 'first_contact' && (await isFirstOfChat(tx, event, published.flowId))
  const done = receive({ live, published }, { ...event, isFirst }, now)
  // One whose time was over tells only of its end; the message belongs to what it began.
  if (row && done.live) await updateRun(tx, row, done.live, now, done.started ? null : event.id)
  if (!done.started || !published || !(await holdLive(tx, published.flowId))) return row?.id ?? null
  const { appId, sessionId, chat } = event
  const { flowId, versionId } = published
  return await insertRun(tx, { appId, flowId, versionId, sessionId, chat }, done.started, now, event.id)
}

/** The conversation of a chat, held. One that began under the chat's LID goes on under its number. */
async function lockLiveRun(tx: Transaction, { appId, sessionId, chat, lid }: ChatEvent) {
  const names = lid === undefined ? [chat] : [chat, lid]
  const lids = tx
    .select({ lid: lidMappings.lid })
    .from(lidMappings)
    .where(and(eq(lidMappings.sessionId, sessionId), eq(lidMappings.phoneJid, chat)))
  const [row] = await tx
    .select()
    .from(flowRuns)
    .where(
      and(
        eq(flowRuns.appId, appId),
        eq(flowRuns.sessionId, sessionId),
        sql`${flowRuns.chat} = any(${sql.param(names)}::text[] || array(${lids}))`,
        inArray(flowRuns.status, ['active', 'paused']),
        ofLiveFlow,
      ),
    )
    // There may be one under either name: that of the number is the chat's.
    .orderBy(desc(eq(flowRuns.chat, chat)))
    .limit(1)
    .for('update', { of: flowRuns })
  if (!row || row.chat === chat) return row
  await tx.update(flowRuns).set({ chat }).where(eq(flowRuns.id, row.id))
  return { ...row, chat }
}

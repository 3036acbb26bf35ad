import { and, eq, not } from 'drizzle-orm'
import { events, flowRunEntries, isDatabaseUnavailable, type Transaction } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import { concernsFlows } from '../../events/index.ts'
import {
  type Advanced,
  advanceRun,
  type Flow,
  isOver,
  type Received,
  type Run,
  receive,
} from '../engine/index.ts'
import { type ChatEvent, isFirstOfChat, readChatEvent } from './chatEvent.ts'
import { compute } from './compute.ts'
import { dropEndedWithin, holdLiveRunWithin } from './internal/holdLiveRunWithin.ts'
import { holdLiveWithin } from './internal/holdLiveWithin.ts'
import { insertRunWithin, updateRunWithin } from './internal/persistWithin.ts'
import { readLiveRun } from './liveRun.ts'
import { type RunRow, toRun } from './row.ts'
import { isSuspended } from './suspended.ts'
import { isUnchanged, untilUnchanged } from './unchanged.ts'
import { loadPublished, loadVersionFlow, type Published } from './versions.ts'

type Ctx = Pick<Context, 'db' | 'now' | 'cpuMeter'>

/** Result of an event, with the run and the published flow from which the result was computed. */
interface ChatEventOutcome {
  row: RunRow | undefined
  published: Published | null
  received: Received
}

/**
 * Applies a message to the live run of its chat, or starts a run. Returns the id of the run, or null without a run. A
 * repeated event returns the run that the event has already moved. A session without flows costs one query. The flow
 * is computed outside of a transaction, within its CPU budget. If another input has moved the run meanwhile, the verb
 * computes again.
 * @throws RunChangedMeanwhile
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
  const take = () => untilUnchanged(() => attempt(ctx, event))
  try {
    return await take()
  } catch (error) {
    // A concurrent call has handled the event, or the flow was deleted. The second try reads the new state.
    if (isDatabaseUnavailable(error)) throw error
    return await take()
  }
}

/** Loads the event of a message, if a flow may answer the event. */
async function loadEvent(ctx: Ctx, eventId: string): Promise<ChatEvent | null> {
  const [event] = await ctx.db
    .select()
    .from(events)
    .where(and(eq(events.id, eventId), concernsFlows(events), not(isSuspended(events.appId))))
  return event ? readChatEvent(event) : null
}

/** Reads, computes and writes. Returns null if the rows have changed after the read. */
async function attempt(ctx: Ctx, event: ChatEvent): Promise<{ done: string | null } | null> {
  const now = ctx.now()
  const row = await readLiveRun({ ctx, input: event })
  const earlier = await runOf(ctx, event)
  if (earlier !== undefined) return { done: earlier }
  const outcome = await outcomeOf(ctx, row, event, now)
  return outcome ? await write(ctx, event, outcome, now) : { done: null }
}

/** Finds the run that an event has already moved. */
async function runOf(ctx: Pick<Ctx, 'db'>, event: ChatEvent): Promise<string | undefined> {
  const [earlier] = await ctx.db
    .select({ runId: flowRunEntries.runId })
    .from(flowRunEntries)
    .where(eq(flowRunEntries.eventId, event.id))
  return earlier?.runId
}

/** Computes the result of an event. Returns null if the event changes nothing. */
async function outcomeOf(
  ctx: Ctx,
  row: RunRow | undefined,
  event: ChatEvent,
  now: Date,
): Promise<ChatEventOutcome | null> {
  const live = row ? await withFlow(ctx, row) : null
  if (event.isFromPhone) {
    // A human writes on the phone, so the bot pauses.
    const paused =
      live &&
      (await compute({ ctx, input: { work: advanceRun(live.flow, live.run, { type: 'pause' }, now) } }))
    return paused && { row, published: null, received: { live: paused, started: null } }
  }
  const published = live && !isOver(live.run, now) ? null : await loadPublished({ ctx, input: event })
  const isFirst =
    published?.trigger.type === 'first_contact' &&
    (await isFirstOfChat({ ctx, input: { event, flowId: published.flowId } }))
  const received = await compute({
    ctx,
    input: { work: receive({ live, published }, { ...event, isFirst }, now) },
  })
  return received.live || received.started ? { row, published, received } : null
}

async function withFlow(ctx: Ctx, row: RunRow): Promise<{ flow: Flow; run: Run } | null> {
  const flow = await loadVersionFlow({ ctx, input: { versionId: row.versionId } })
  return flow === null ? null : { flow, run: toRun(row) }
}

async function write(
  ctx: Ctx,
  event: ChatEvent,
  outcome: ChatEventOutcome,
  now: Date,
): Promise<{ done: string | null } | null> {
  const { row, received } = outcome
  return await ctx.db.transaction(async (tx) => {
    if (!isUnchanged(row, await holdLiveRunWithin(tx, event, row))) return null
    const begun = startOf(outcome)
    if (begun && !(await holdLiveWithin(tx, begun.published))) return null
    // The event belongs to the run that starts. An expired run only gets the entry of its end.
    if (row && received.live) await updateRunWithin(tx, row, received.live, now, begun ? null : event.id)
    return { done: begun ? await begin(tx, event, begun, now) : (row?.id ?? null) }
  })
}

interface Start {
  started: Advanced
  published: Published
}

/** Returns the run that an outcome starts, or null. */
function startOf({ published, received: { started } }: ChatEventOutcome): Start | null {
  return started && published ? { started, published } : null
}

async function begin(
  tx: Transaction,
  event: ChatEvent,
  { started, published: { flowId, versionId } }: Start,
  now: Date,
): Promise<string> {
  await dropEndedWithin(tx, event)
  const { appId, sessionId, chat } = event
  return await insertRunWithin(tx, { appId, flowId, versionId, sessionId, chat }, started, now, event.id)
}

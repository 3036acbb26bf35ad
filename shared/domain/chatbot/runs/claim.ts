import { and, asc, eq, isNull, lte, ne, or, sql } from 'drizzle-orm'
import { flowRunEntries, flowRuns } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import { ofLiveFlow } from './liveFlow.ts'
import { type EntryRow, type RunRow, toEntry } from './row.ts'

type Ctx = Pick<Context, 'db' | 'now'>

/** Longer than an effect takes; QStash's first retry of a job whose host died comes when this is over. */
const CLAIM_MS = 15_000
/** A picture may take 22 s to fetch. */
const IMAGE_CLAIM_MS = 30_000

const pendingOf = (runId: string) => and(eq(flowRunEntries.runId, runId), eq(flowRunEntries.pending, true))

const hasPending = (runId: string) => sql`exists (select 1 from ${flowRunEntries} where ${pendingOf(runId)})`

/**
 * Takes a run whose effects are to be performed, in order, by one at a time. `idle`: it has none, or is paused and keeps them for later;
 * `busy`: somebody is at it.
 */
export async function claimRun({
  ctx,
  input: { runId },
}: {
  ctx: Ctx
  input: { runId: string }
}): Promise<RunRow | 'idle' | 'busy'> {
  const now = ctx.now()
  const [claimed] = await ctx.db
    .update(flowRuns)
    .set({ claimedUntil: new Date(now.getTime() + CLAIM_MS) })
    .where(
      and(
        eq(flowRuns.id, runId),
        ofLiveFlow,
        ne(flowRuns.status, 'paused'),
        or(isNull(flowRuns.claimedUntil), lte(flowRuns.claimedUntil, now)),
        hasPending(runId),
      ),
    )
    .returning()
  if (claimed) return claimed
  const waiting = await ctx.db.$count(
    flowRuns,
    and(eq(flowRuns.id, runId), ofLiveFlow, ne(flowRuns.status, 'paused'), hasPending(runId)),
  )
  return waiting > 0 ? 'busy' : 'idle'
}

/** The first effect that is still to be performed; the claim is renewed for it. Where there is none, or none now, the run is let go. */
export async function nextEffect({
  ctx,
  input: { runId },
}: {
  ctx: Ctx
  input: { runId: string }
}): Promise<EntryRow | null> {
  return await ctx.db.transaction(async (tx) => {
    // Whoever adds effects holds this row: none can come between the look and the release.
    const [run] = await tx
      .select({ status: flowRuns.status })
      .from(flowRuns)
      .where(eq(flowRuns.id, runId))
      .for('update')
    const [next] = await tx
      .select()
      .from(flowRunEntries)
      .where(run?.status === 'paused' ? sql`false` : pendingOf(runId))
      .orderBy(asc(flowRunEntries.number))
      .limit(1)
    const claimedUntil = next ? new Date(ctx.now().getTime() + claimMsOf(next)) : null
    await tx.update(flowRuns).set({ claimedUntil }).where(eq(flowRuns.id, runId))
    return next ?? null
  })
}

function claimMsOf(row: EntryRow): number {
  const entry = toEntry(row)
  return entry.kind === 'sent' && entry.message.type === 'image' ? IMAGE_CLAIM_MS : CLAIM_MS
}

/** Lets a run go before all is done. */
export async function releaseRun({
  ctx,
  input: { runId },
}: {
  ctx: Ctx
  input: { runId: string }
}): Promise<void> {
  await ctx.db.update(flowRuns).set({ claimedUntil: null }).where(eq(flowRuns.id, runId))
}

/** An effect has been performed. */
export async function markPerformed({
  ctx,
  input: { runId, number },
}: {
  ctx: Ctx
  input: EntryRow
}): Promise<void> {
  await ctx.db
    .update(flowRunEntries)
    .set({ pending: false })
    .where(and(eq(flowRunEntries.runId, runId), eq(flowRunEntries.number, number)))
}

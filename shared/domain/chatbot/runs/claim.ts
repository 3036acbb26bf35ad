import { and, asc, eq, isNull, lte, ne, or, sql } from 'drizzle-orm'
import { flowRunEntries, flowRuns } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import { ofLiveFlow } from './liveFlow.ts'
import { type EntryRow, type RunRow, toEntry } from './row.ts'

type Ctx = Pick<Context, 'db' | 'now'>

/** Duration of a claim, in ms, longer than an effect. QStash's first retry of a dead job comes after the claim ends. */
const CLAIM_MS = 15_000
/** Duration of a claim for a picture, in ms. The fetch of a picture may take 22 s. */
const IMAGE_CLAIM_MS = 30_000

const pendingOf = (runId: string) => and(eq(flowRunEntries.runId, runId), eq(flowRunEntries.pending, true))

const hasPending = (runId: string) => sql`exists (select 1 from ${flowRunEntries} where ${pendingOf(runId)})`

/**
 * Claims a run with pending effects, so that one host at a time performs them in order. Returns `idle` if no effect
 * is pending or the run is paused. Returns `busy` if another host has the claim.
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

/**
 * Returns the next pending effect, and renews the claim. Releases the run if no effect is pending or the run is
 * paused.
 */
export async function nextEffect({
  ctx,
  input: { runId },
}: {
  ctx: Ctx
  input: { runId: string }
}): Promise<EntryRow | null> {
  return await ctx.db.transaction(async (tx) => {
    // A transaction that adds effects holds this row, so no effect can come between the read and the release.
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

/** Releases a run that still has pending effects. */
export async function releaseRun({
  ctx,
  input: { runId },
}: {
  ctx: Ctx
  input: { runId: string }
}): Promise<void> {
  await ctx.db.update(flowRuns).set({ claimedUntil: null }).where(eq(flowRuns.id, runId))
}

/** Marks an effect as performed. */
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

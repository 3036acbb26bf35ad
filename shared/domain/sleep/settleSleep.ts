import { sql } from 'drizzle-orm'
import { connectors, sleep } from '#shared/database/index.ts'
import type { Context, FleetSwitch } from '../context.ts'
import { readNeeds } from './internal/readNeeds.ts'
import { type Needs, nextSleep, type SleepState } from './nextSleep.ts'

/** The API remembers for 5 s that the gateway is awake. A sweep after that time still sees what such a request left. */
const LAST_SWEEP_AFTER_MS = 60_000

type SettleContext = Pick<Context, 'db' | 'log' | 'now'> & { fleetSwitch?: FleetSwitch | undefined }

/**
 * Ends a sweep: starts or stops the connectors and the sweeps of each minute by the need for them. The order makes each race end awake.
 * A caller first commits a session or a change, and then starts the part. The sweeper first stops the part, and then reads the
 * need once more. A sweep that dies between two steps is repeated a minute later, because the sweeps stop last.
 * @param input.didWork true if the sweep has processed rows, and the next sweep may find more
 * @param input.isDaily true for the daily sweep, which starts the sweeps of each minute if work is left
 */
export async function settleSleep({
  ctx,
  input: { didWork, isDaily = false },
}: {
  ctx: SettleContext
  input: { didWork: boolean; isDaily?: boolean }
}): Promise<void> {
  const { fleetSwitch: fleet } = ctx
  const { hasSession, parkedSince, asleepSince } = await decide(ctx, didWork)
  if (!fleet) return
  if (hasSession) await keepRunning(ctx, fleet)
  else if (parkedSince) await park(ctx, fleet)
  if (!hasSession) ctx.log.debug({ parkedSince, asleepSince }, 'fleet.unused')
  if (asleepSince && ctx.now().getTime() - asleepSince.getTime() >= LAST_SWEEP_AFTER_MS)
    await endSweeps(ctx, fleet)
  else if (isDaily && !asleepSince) await fleet.startSweeps()
}

/** Stores the next state under a lock. The creation of a session locks the same row, so that one of both sees the other. */
async function decide(ctx: SettleContext, didWork: boolean): Promise<SleepState & Needs> {
  return await ctx.db.transaction(async (tx) => {
    const [before] = await tx.select().from(sleep).for('update')
    if (!before) throw new Error('The table sleep has no row. Run the migrations.')
    const needs = await readNeeds({ ctx: { db: tx } })
    const next = nextSleep(before, { ...needs, hasWork: needs.hasWork || didWork }, ctx.now())
    await tx.update(sleep).set({ ...next, sweptAt: ctx.now() })
    return { ...next, ...needs }
  })
}

/** Corrects the number of connectors, and logs if fewer live than should. */
async function keepRunning({ db, log }: SettleContext, fleet: FleetSwitch): Promise<void> {
  await fleet.startConnectors()
  const live = await db.$count(connectors, sql`${connectors.heartbeatAt} > now() - interval '30 seconds'`)
  const { connectorMin } = fleet
  if (live < connectorMin) log.warn({ live, connectorMin }, 'fleet.too_few')
}

async function park({ db }: SettleContext, fleet: FleetSwitch): Promise<void> {
  await fleet.stopConnectors()
  if ((await readNeeds({ ctx: { db } })).hasSession) await fleet.startConnectors()
}

async function endSweeps({ db, log }: SettleContext, fleet: FleetSwitch): Promise<void> {
  await fleet.stopSweeps()
  const { hasSession, hasWork } = await readNeeds({ ctx: { db } })
  if (hasSession || hasWork) await fleet.startSweeps()
  else log.info('fleet.asleep')
}

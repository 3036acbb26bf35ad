import { sleep, type Transaction } from '#shared/database/index.ts'
import type { Context } from '../context.ts'

type WakeContext = Pick<Context, 'log' | 'fleet'>

/**
 * Returns true if no connector should run. The transaction has inserted a session. The lock waits for a sweep that decides at the same
 * time, or makes the sweep wait for the session.
 */
export async function isParkedWithin(tx: Transaction): Promise<boolean> {
  const [row] = await tx.select({ parkedSince: sleep.parkedSince }).from(sleep).for('share')
  return row !== undefined && row.parkedSince !== null
}

/**
 * Starts the sweeps and the connectors for the first session. The session is committed. The sweeps come first, because a sweep
 * stops connectors that no session needs.
 * @throws the error of AWS
 */
export async function wakeFleet({ ctx }: { ctx: WakeContext }): Promise<void> {
  try {
    await ctx.fleet?.startSweeps()
    await ctx.fleet?.startConnectors()
    ctx.log.info('fleet.woken')
  } catch (err) {
    ctx.log.error({ err }, 'fleet.wake_failed')
    throw err
  }
}

/**
 * Starts the sweeps of each minute after a change while the gateway is asleep. If AWS refuses, the daily sweep does the work
 * that the change has left.
 */
export async function tryWakeSweeps({ ctx }: { ctx: WakeContext }): Promise<void> {
  await ctx.fleet?.startSweeps().catch((err: unknown) => ctx.log.error({ err }, 'fleet.wake_failed'))
}

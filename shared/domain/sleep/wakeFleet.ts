import type { Context } from '../context.ts'

type WakeContext = Pick<Context, 'log' | 'fleet'>

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

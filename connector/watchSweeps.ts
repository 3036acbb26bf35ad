import { areSweepsMissing } from '#shared/domain/sleep/index.ts'
import type { ConnectorServices } from './services.ts'

/** The first look comes after this time too, so that a gateway that wakes has had its first sweep. */
const EVERY_MS = 10 * 60_000

/**
 * Reports that the sweeper is silent. An alarm on missing invocations would ring in a gateway that sleeps, while a connector runs only if
 * the sweeper should run too.
 */
export function watchSweeps(services: Pick<ConnectorServices, 'db' | 'log'>, everyMs = EVERY_MS): () => void {
  const look = async () => {
    if (await areSweepsMissing({ ctx: services })) services.log.error('sweeps.missing')
  }
  const timer = setInterval(
    () => void look().catch((err: unknown) => services.log.warn({ err }, 'sweeps.not_watched')),
    everyMs,
  )
  timer.unref()
  return () => clearInterval(timer)
}

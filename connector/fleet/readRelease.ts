import { z } from 'zod'
import type { Logger } from '#shared/logger.ts'
import type { ConnectorConfig } from '../config.ts'

const WITHIN_MS = 2_000
const ATTEMPTS = 3

const taskSchema = z.object({ Family: z.string(), Revision: z.string() })

/**
 * Reads the release of this connector: the variable, or the revision of the task definition of ECS. Each change of the code or of the
 * configuration makes a new revision. A fleet without releases shares its partitions as if no update was rolling.
 * @returns null outside ECS, or if ECS does not answer
 */
export async function readRelease(
  config: Pick<ConnectorConfig, 'VESPER_RELEASE' | 'ECS_CONTAINER_METADATA_URI_V4'>,
  log: Pick<Logger, 'warn'>,
): Promise<string | null> {
  const { VESPER_RELEASE: named, ECS_CONTAINER_METADATA_URI_V4: address } = config
  if (named !== undefined || address === undefined) return named ?? null
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      const answer = await fetch(`${address}/task`, { signal: AbortSignal.timeout(WITHIN_MS) })
      const { Family, Revision } = taskSchema.parse(await answer.json())
      return `${Family}:${Revision}`
    } catch (err) {
      log.warn({ err, attempt }, 'connector.release_unknown')
    }
  }
  return null
}

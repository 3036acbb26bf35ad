import type { EdgeEnvironment } from '#shared/contracts/environment.ts'
import type { Logger } from '#shared/logger.ts'
import { createEdgeCheck, type EdgeCheck } from './edgeCheck.ts'
import { EdgeValues } from './edgeValues.ts'
import { edgeSecretReader } from './readEdgeSecret.ts'

export type { EdgeCheck } from './edgeCheck.ts'

/** Opens the check of the edge. Returns undefined if no edge stands before the gateway. */
export function openEdgeCheck(
  config: EdgeEnvironment,
  { log, now }: { log: Logger; now(): Date },
): EdgeCheck | undefined {
  const { VESPER_EDGE_SECRET_ARN: arn, VESPER_EDGE_CLOSED: closed } = config
  if (arn === undefined) return undefined
  const values = new EdgeValues(edgeSecretReader(arn), () => now().getTime())
  return createEdgeCheck({ values, closed, log, now })
}

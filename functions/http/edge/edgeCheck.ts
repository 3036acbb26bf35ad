import { z } from 'zod'
import { EDGE_HEADER } from '#shared/contracts/edge.ts'
import type { EdgeEnvironment } from '#shared/contracts/environment.ts'
import { EdgeRequired, ServiceUnavailable } from '#shared/errors/index.ts'
import type { Logger } from '#shared/logger.ts'
import type { EdgeValues } from './edgeValues.ts'
import { viewerAddressOf } from './viewerAddress.ts'

/** An attack must not fill the log. */
const LOG_EVERY_MS = 10_000
/** The host names of API Gateway itself, not of a custom domain. */
const ENDPOINT = /\.execute-api\./

const callSchema = z.object({
  headers: z.record(z.string(), z.string()).nullish(),
  requestContext: z.object({
    domainName: z.string().nullish(),
    http: z.object({ sourceIp: z.string().optional() }).nullish(),
  }),
})

/** The viewer's address of a request from the edge, or the fault of a refused request. A direct request to an open address has neither. */
export interface Admission {
  viewerAddress?: string
  fault?: Error
}

/** Checks by an event of API Gateway how a request came to the function. */
export type EdgeCheck = (event: unknown) => Promise<Admission>

/**
 * Creates the check of the header that only CloudFront knows. A request with a wrong value is refused at each address. A request without
 * the header is refused at closed addresses.
 */
export function createEdgeCheck(options: {
  values: EdgeValues
  closed: EdgeEnvironment['VESPER_EDGE_CLOSED']
  log: Logger
  now(): Date
}): EdgeCheck {
  const { values, closed, log, now } = options
  let loggedAt = Number.NEGATIVE_INFINITY
  const refuseWrong = (): Admission => {
    const nowMs = now().getTime()
    if (nowMs - loggedAt >= LOG_EVERY_MS) {
      loggedAt = nowMs
      log.warn('edge.refused')
    }
    return { fault: new EdgeRequired() }
  }
  const isOpen = (host: string) => closed === 'none' || (closed === 'endpoint' && !ENDPOINT.test(host))

  return async (event) => {
    const call = callSchema.safeParse(event).data
    const headers = call?.headers ?? {}
    const value = headers[EDGE_HEADER]
    if (value === undefined)
      return isOpen(call?.requestContext.domainName ?? '.execute-api.') ? {} : { fault: new EdgeRequired() }
    try {
      if (!(await values.accepts(value))) return refuseWrong()
    } catch (cause) {
      log.error({ err: cause }, 'edge.secret_unreadable')
      return { fault: new ServiceUnavailable({ dependency: 'secret of the edge', cause }) }
    }
    const viewerAddress = viewerAddressOf(headers, call?.requestContext.http?.sourceIp)
    return viewerAddress === undefined ? {} : { viewerAddress }
  }
}

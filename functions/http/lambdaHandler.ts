import { EDGE_HEADER } from '#shared/contracts/edge.ts'
import type { EdgeCheck } from './edge/index.ts'
import { readEvent } from './readEvent.ts'
import type { RuntimeBindings } from './runtimeBindings.ts'
import { type LambdaResult, toResult } from './toResult.ts'

/** An app that answers each request, also a request with a fault. */
interface App {
  fetch(request: Request, bindings: RuntimeBindings): Response | Promise<Response>
}

/**
 * Creates the handler of a function behind API Gateway (payload 2.0) or a Function URL. The handler of hono throws at a GET with a
 * body, and answers an unreadable event without the envelope.
 * @param checkEdge unset if no edge stands before the gateway
 */
export function lambdaHandler(app: App, checkEdge?: EdgeCheck): (event: unknown) => Promise<LambdaResult> {
  return async (event) => {
    const { request, bindings } = readEvent(event)
    if (!checkEdge) return await toResult(await app.fetch(request, bindings))
    const admission = await checkEdge(event)
    request.headers.delete(EDGE_HEADER)
    const result = await toResult(await app.fetch(request, { ...bindings, ...admission }))
    // Without this header, CloudFront could give the answer to a concurrent request for the same path.
    result.headers['cache-control'] ??= 'no-store'
    return result
  }
}

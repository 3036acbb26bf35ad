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
 */
export function lambdaHandler(app: App): (event: unknown) => Promise<LambdaResult> {
  return async (event) => {
    const { request, bindings } = readEvent(event)
    return await toResult(await app.fetch(request, bindings))
  }
}

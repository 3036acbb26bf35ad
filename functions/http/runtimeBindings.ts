import type { Context } from 'hono'

/** The values that the runtime passes with a request: Lambda's event, or Node's message. */
export interface RuntimeBindings {
  requestContext?: { http?: { sourceIp?: string } }
  /** The caller's address behind CloudFront. */
  viewerAddress?: string
  /** `complete` is false until the whole body has arrived. */
  incoming?: { complete?: boolean; socket?: { remoteAddress?: string } }
  /** The fault of a request that the runtime could not read. The API answers this error in place of a route. */
  fault?: Error
}

export function runtimeBindingsOf(c: Context): RuntimeBindings {
  return (c.env ?? {}) as RuntimeBindings
}

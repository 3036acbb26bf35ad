import type { ServerOptions } from 'node:http'

/** Limits of the sandbox's HTTP servers, in ms. A client that sends slowly, or nothing, loses its connection. */
export const SERVER_TIMEOUTS: ServerOptions = {
  headersTimeout: 10_000,
  // The time from the first to the last byte of a request.
  requestTimeout: 120_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 2_000,
}

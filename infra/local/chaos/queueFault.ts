import diagnostics from 'node:diagnostics_channel'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mustRequest } from './http.ts'

/** SQS that answers 500 on demand. */
export interface QueueFault {
  refuse(): void
  heal(): void
}

type Handle = (request: IncomingMessage, response: ServerResponse) => void

/**
 * Steps in front of the stand-in for SQS, which runs in this process but hands out no server: the channel on which Node
 * tells of requests names it.
 */
export async function interceptQueue({
  address,
  port,
}: {
  address: string
  port: number
}): Promise<QueueFault> {
  let isRefusing = false
  const found = (message: unknown) => {
    const { server } = message as { server: Server }
    if ((server.address() as AddressInfo | null)?.port !== port) return
    diagnostics.unsubscribe('http.server.request.start', found)
    const handlers = server.listeners('request') as Handle[]
    server.removeAllListeners('request')
    server.on('request', (request, response) => {
      if (isRefusing) refuse(request, response)
      else for (const handle of handlers) handle.call(server, request, response)
    })
  }
  diagnostics.subscribe('http.server.request.start', found)
  await mustRequest('GET', `${address}/health`)
  return {
    refuse() {
      isRefusing = true
    },
    heal() {
      isRefusing = false
    },
  }
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  request.resume()
  response.writeHead(500, { 'content-type': 'application/x-amz-json-1.0' })
  response.end(JSON.stringify({ __type: 'com.amazonaws.sqs#InternalFailure', message: 'chaos' }))
}

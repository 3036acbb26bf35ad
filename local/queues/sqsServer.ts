import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ZodError, z } from 'zod'
import { readBodyOf, SERVER_TIMEOUTS } from '../httpServer.ts'
import { ACTIONS } from './actions.ts'
import { SqsError } from './errors.ts'
import type { Queues } from './queues.ts'

const HOST = '127.0.0.1'
const TARGET = 'AmazonSQS.'
/** A batch of SQS has at most 1 MiB, and grows as JSON in JSON. */
const MAX_BODY_BYTES = 8 * 1024 * 1024
/**
 * Longer than any client keeps an unused connection, so that no client sends on a connection that the server
 * closes.
 */
const KEEP_ALIVE_MS = 10 * 60_000

export interface SqsServer {
  /** The origin of the server. */
  url: string
  /** Answers each call with 500, until `heal`. */
  refuse(): void
  heal(): void
  /** Stops the server, and closes all connections. */
  stop(): Promise<void>
}

/** Serves queues by AWS' JSON protocol, on a free port of loopback. */
export async function serveSqs(queues: Queues): Promise<SqsServer> {
  let isRefusing = false
  const server = createServer(SERVER_TIMEOUTS, (request, response) => {
    const work = isRefusing ? Promise.reject(internalFailure()) : perform(queues, request, response)
    work.catch((error: unknown) => fail(response, error))
  })
  server.keepAliveTimeout = KEEP_ALIVE_MS
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve))
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    refuse() {
      isRefusing = true
    },
    heal() {
      isRefusing = false
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

async function perform(queues: Queues, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const body: unknown = JSON.parse((await readBodyOf(request, MAX_BODY_BYTES)).toString())
  const target = String(request.headers['x-amz-target'])
  const action = target.startsWith(TARGET) ? ACTIONS[target.slice(TARGET.length)] : undefined
  if (!action)
    throw new SqsError('UnsupportedOperation', `The local stand-in for SQS does not support ${target}.`)
  // The answer follows at once. A received message without an answer would belong to no consumer until its
  // visibility ends.
  answer(response, 200, await action(queues, body, gone.signal))
}

function answer(response: ServerResponse, status: number, body: object, headers: object = {}): void {
  const text = Buffer.from(JSON.stringify(body))
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': text.length,
    'x-amzn-requestid': randomUUID(),
    ...headers,
  })
  response.end(text)
}

function fail(response: ServerResponse, error: unknown): void {
  const { type, message, status, queryError } = toSqsError(error)
  const body = { __type: `com.amazonaws.sqs#${type}`, message }
  answer(response, status, body, { 'x-amzn-query-error': queryError })
}

function toSqsError(error: unknown): SqsError {
  if (error instanceof SqsError) return error
  if (error instanceof ZodError) return new SqsError('InvalidParameterValue', z.prettifyError(error))
  return internalFailure()
}

function internalFailure(): SqsError {
  return new SqsError('InternalFailure', 'The local stand-in for SQS failed.', 500)
}

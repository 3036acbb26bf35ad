import { type Agent, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'

/** An answer of SQS. */
export interface SqsAnswer {
  status: number
  headers: IncomingMessage['headers']
  text: string
}

export interface PostOptions {
  agent: Agent
  headers: Record<string, string>
  body: string
  /** Time limit for a new connection, in ms. */
  connectMs: number
  /** Time limit without a byte of the answer, in ms. */
  silentMs: number
  signal: AbortSignal | undefined
}

/**
 * Posts a request on a connection of the agent, and reads the answer.
 * @throws the error of the network, an error with the code ETIMEDOUT after a time limit, or the reason of the signal
 */
export async function post(url: URL, options: PostOptions): Promise<SqsAnswer> {
  const { agent, headers, body, signal } = options
  signal?.throwIfAborted()
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  return await new Promise<SqsAnswer>((resolve, reject) => {
    const request = send(url, { method: 'POST', agent, headers, timeout: options.silentMs })
    const abort = () => request.destroy(signal?.reason)
    signal?.addEventListener('abort', abort, { once: true })
    const connecting = setTimeout(() => request.destroy(timedOut('connect')), options.connectMs)
    const settle = (then: () => void) => {
      clearTimeout(connecting)
      signal?.removeEventListener('abort', abort)
      then()
    }
    request.once('socket', (socket) => {
      const connected = () => clearTimeout(connecting)
      if (socket.connecting) socket.once('connect', connected)
      else connected()
    })
    request.once('timeout', () => request.destroy(timedOut('answer')))
    request.once('error', (error) => settle(() => reject(signal?.aborted ? signal.reason : error)))
    request.once('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.once('error', (error) => settle(() => reject(signal?.aborted ? signal.reason : error)))
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString()
        settle(() => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
      })
    })
    request.end(body)
  })
}

function timedOut(what: string): Error {
  return Object.assign(new Error(`SQS did not ${what} in time`), { code: 'ETIMEDOUT' })
}

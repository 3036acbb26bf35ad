import { FUNCTION_SECONDS, PAYLOAD_BYTES } from '#shared/contracts/cloudLimits.ts'
import type { Logger } from '#shared/logger.ts'
import type { Answer } from '../apiServer.ts'
import { invoke } from './invocation.ts'

/** API Gateway answers 500 with this body when Lambda ends an invocation or refuses its answer. */
const FAILED = { message: 'Internal Server Error' }
const TEXT = /^(?:text\/|application\/json\b)/i
/** JSON in JSON has at most six bytes for a byte, and base64 has four for three. A smaller answer needs no count. */
const SURELY_SMALL = PAYLOAD_BYTES / 6

interface Options {
  name: 'api' | 'jobs'
  log: Pick<Logger, 'error'>
  /** Time-out in ms. Default: that of the function in the templates. */
  timeoutMs?: number
}

/**
 * Returns a function of this process with the limits of Lambda. An invocation that exceeds the time-out of the function gets API Gateway's
 * 500, and so does an answer above 6 MB. Lambda also kills the code; `endWithInvocation` takes the services from late code.
 */
export function asLambda(answer: Answer, { name, log, timeoutMs }: Options): Answer {
  return async (request, bindings) => {
    const response = await invoke(timeoutMs ?? FUNCTION_SECONDS[name] * 1_000, () =>
      answer(request, bindings),
    )
    if (response === 'late') {
      log.error({ function: name }, 'function.timed_out')
      return Response.json(FAILED, { status: 500 })
    }
    if (!response.body) return response
    const body = new Uint8Array(await response.arrayBuffer())
    if (body.length > SURELY_SMALL && payloadBytes(body, response.headers) > PAYLOAD_BYTES) {
      log.error({ function: name, bytes: body.length }, 'function.answer_too_large')
      return Response.json(FAILED, { status: 500 })
    }
    return new Response(body, { status: response.status, headers: response.headers })
  }
}

/** Returns the bytes of an answer in the JSON that Lambda carries. Any type except text and JSON is in base64. */
function payloadBytes(body: Uint8Array, headers: Headers): number {
  const type = headers.get('content-type')
  const isText = type === null || TEXT.test(type)
  const text = Buffer.from(body).toString(isText ? 'utf8' : 'base64')
  return Buffer.byteLength(JSON.stringify({ headers: Object.fromEntries(headers), body: text }))
}

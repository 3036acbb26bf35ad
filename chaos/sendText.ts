import { setTimeout as pause } from 'node:timers/promises'
import { request } from '#local/customer/index.ts'
import type { Send } from './ledger.ts'
import type { Stage } from './stage.ts'

const ANSWER_WITHIN_MS = 20_000
/** A caller with a key goes on asking: a run of the request that died blocks its key for 35 s. */
const GIVE_UP_AFTER_MS = 60_000
const RETRY_MS = 250

interface Accepted {
  data?: { key: { id: string } }
  error?: { code: string }
}

/**
 * Has a text sent, as a client would: one with a key repeats its request until it is answered, one without does not dare to.
 * @param hangUpMs after which the first request's connection is cut by the caller
 */
export async function sendText({ gateway: { info } }: Stage, send: Send, hangUpMs?: number): Promise<void> {
  const { text, session, customer: to, key } = send
  let timeoutMs = hangUpMs
  do {
    const refusal = { at: Date.now(), status: 0, code: timeoutMs === undefined ? 'no_answer' : 'hung_up' }
    const answer = await request<Accepted>('POST', `${info.baseUrl}/api/v1/messages/send/text`, {
      body: { session, to, text },
      headers: { 'x-api-key': info.apiKey, ...(key && { 'idempotency-key': key }) },
      signal: AbortSignal.timeout(timeoutMs ?? ANSWER_WITHIN_MS),
    }).catch(() => undefined)
    if (answer?.body.data) {
      send.id = answer.body.data.key.id
      return
    }
    send.refusals.push({
      ...refusal,
      ...(answer && { status: answer.status, code: answer.body.error?.code ?? '' }),
    })
    timeoutMs = undefined
    await pause(RETRY_MS)
  } while (key !== undefined && Date.now() < send.startedAt + GIVE_UP_AFTER_MS)
}

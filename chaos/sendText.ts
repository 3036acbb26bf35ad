import { setTimeout as pause } from 'node:timers/promises'
import { request } from '#local/customer/index.ts'
import type { Send } from './ledger.ts'
import type { Stage } from './stage.ts'

const ANSWER_WITHIN_MS = 20_000
/** A caller with a key continues for this time, because a dead run of the request blocks its key for 35 s. */
const GIVE_UP_AFTER_MS = 60_000
const RETRY_MS = 250

interface Accepted {
  data?: { key: { id: string } }
  error?: { code: string }
}

/**
 * Sends a text as a client does. With a key, the client repeats its request until it is answered; without a key, it never
 * repeats.
 * @param hangUpMs the time in ms after which the caller cuts the first request's connection
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

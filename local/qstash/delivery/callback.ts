import type { Message } from '../settings/message.ts'
import { type CallbackTarget, readSettings, type Settings } from '../settings/settings.ts'
import type { Outcome } from './post.ts'

/**
 * The publish that tells a callback URL how an attempt ended (upstash.com/docs/qstash/features/callbacks).
 * @param body the message's, in base64
 * @param dlqId where the message was buried
 */
export function callbackOf(
  target: CallbackTarget,
  { message, body, outcome, dlqId }: { message: Message; body: string; outcome: Outcome; dlqId?: string },
  now: number,
): { settings: Settings; body: Buffer } {
  const content = {
    status: outcome.status,
    header: outcome.header,
    // Without an answer, the reason stands in its place.
    body: (outcome.error === undefined ? outcome.body : Buffer.from(outcome.error)).toString('base64'),
    retried: message.retried,
    maxRetries: message.maxRetries,
    sourceMessageId: message.messageId,
    url: message.url,
    method: message.method,
    sourceHeader: message.header,
    sourceBody: body,
    notBefore: message.notBefore,
    createdAt: message.createdAt,
    callerIP: '127.0.0.1',
    ...(message.scheduleId && { scheduleId: message.scheduleId }),
    ...(dlqId && { dlqId }),
  }
  const headers = new Headers({ 'content-type': 'application/json', ...target.headers })
  return { settings: readSettings(target.url, headers, now), body: Buffer.from(JSON.stringify(content)) }
}

import { type Message, viewBody, viewMessage } from '../settings/message.ts'
import type { Store } from './store.ts'

/** QStash keeps them for days; here the oldest make room. */
const MAX_DEAD_LETTERS = 1000

/** A message that failed for good, with the last answer. */
export interface DeadLetter {
  dlqId: string
  message: Message
  body: string
  responseStatus: number
  responseHeader: Record<string, string[]>
  responseBody: string
}

/** Keeps a dead letter, at the cost of the oldest where there are too many. */
export function bury(store: Store, letter: DeadLetter): void {
  store.deadLetters.set(letter.dlqId, letter)
  for (const [oldest] of store.deadLetters.entries()) {
    if (store.deadLetters.size <= MAX_DEAD_LETTERS) break
    store.deadLetters.delete(oldest)
  }
}

/** A dead letter as the API shows it. */
export function viewDeadLetter({ dlqId, message, body, responseBody, ...response }: DeadLetter) {
  const answer = viewBody(Buffer.from(responseBody, 'base64'))
  return {
    dlqId,
    ...viewMessage(message, Buffer.from(body, 'base64')),
    ...response,
    ...('body' in answer ? { responseBody: answer.body } : { responseBodyBase64: answer.bodyBase64 }),
  }
}

import { isUtf8 } from 'node:buffer'
import type { Settings } from './settings.ts'

/** A message on its way. Its body is kept apart, so that a retry does not write it again. */
export interface Message extends Settings {
  messageId: string
  /** Unix time in ms. */
  createdAt: number
  /** How many attempts have failed. */
  retried: number
  scheduleId?: string
}

/** A message as the API shows it; its body stays out unless given. */
export function viewMessage(message: Message, body?: Buffer) {
  const { callback, failureCallback, flowControl, timeoutMs, label, ...shown } = message
  return {
    ...shown,
    ...(label !== undefined && { label, labels: label.split(',') }),
    ...(callback && { callback: callback.url }),
    ...(failureCallback && { failureCallback: failureCallback.url }),
    ...(flowControl && viewFlow(flowControl)),
    ...(body && viewBody(body)),
  }
}

/** Text as it is, anything else in base64. */
export function viewBody(body: Buffer): { body: string } | { bodyBase64: string } {
  return isUtf8(body) ? { body: body.toString() } : { bodyBase64: body.toString('base64') }
}

function viewFlow({ key, parallelism, rate, periodMs }: NonNullable<Settings['flowControl']>) {
  return {
    flowControlKey: key,
    ...(parallelism !== undefined && { parallelism }),
    ...(rate !== undefined && { rate, period: periodMs / 1000 }),
  }
}

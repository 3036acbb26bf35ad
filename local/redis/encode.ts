import type { Reply } from './commands.ts'

/** Encodes each text as base64, except the status OK. The SDK requests this form by `upstash-encoding: base64`. */
export function encodeReply(reply: Reply, isBase64: boolean): Reply {
  return 'result' in reply && isBase64 ? { result: toBase64(reply.result) } : reply
}

function toBase64(result: unknown): unknown {
  if (Array.isArray(result)) return result.map(toBase64)
  if (typeof result !== 'string' || result === 'OK') return result
  return Buffer.from(result).toString('base64')
}

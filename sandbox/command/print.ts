import type { Sandbox } from '../index.ts'
import type { CommandOptions } from './options.ts'

/** Describes a running sandbox: a table, or one line of JSON with `--json`. */
export function describeAddresses(sandbox: Sandbox, { json, caFile }: CommandOptions): string {
  const { phonesUrl, socketUrl, secureSocketUrl, mediaUrl, rootPublicKey } = sandbox
  if (json)
    return `${JSON.stringify({ phonesUrl, socketUrl, secureSocketUrl, mediaUrl, rootPublicKey, caFile })}\n`
  const lines = [
    ['control API', phonesUrl],
    ['WebSocket', socketUrl],
    ['WebSocket, TLS', secureSocketUrl],
    ['media', mediaUrl],
    ['certificate authority', caFile ?? 'not written, see --ca-file'],
    ['root public key', rootPublicKey],
  ]
  return `The WhatsApp sandbox runs.\n${lines.map(([name = '', value]) => `  ${name.padEnd(22)}${value}\n`).join('')}`
}

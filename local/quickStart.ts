import type { LocalConfig } from './config.ts'
import type { LocalGatewayInfo } from './gateway.ts'

const BUSINESS = '905559876543'
const CUSTOMER = '905551234567'

/** Returns the text that `npm start` prints when it is ready: the first message, in commands to paste. */
export function quickStart(info: LocalGatewayInfo, config: LocalConfig, seconds: number): string {
  const api = `${info.baseUrl}/api/v1`
  const key = `-H "x-api-key: ${info.apiKey}"`
  const json = '-H "Content-Type: application/json"'
  const phones = info.sandbox?.phonesUrl
  const prepare = phones
    ? `
  0. Create two phones in the sandbox: your business and a customer

     curl -X POST ${phones}/phones ${json} -d '{"phone":"${BUSINESS}","name":"My Business"}'
     curl -X POST ${phones}/phones ${json} -d '{"phone":"${CUSTOMER}","name":"Ahmet"}'
`
    : ''
  const scan = phones
    ? `curl ${api}/sessions/SESSION_ID/qr ${key} -H "Accept: image/png" \\
       | curl -X POST ${phones}/phones/${BUSINESS}/scan -H "Content-Type: image/png" --data-binary @-`
    : `curl ${api}/sessions/SESSION_ID/qr ${key}

     This terminal shows the QR code too. On your phone, tap WhatsApp > Settings > Linked devices > Link a device`
  const look = phones
    ? `

     See the message on the customer's phone:

     curl ${phones}/phones/${CUSTOMER}/messages`
    : ''
  return `
Vesper is ready (${seconds.toFixed(1)} s).

  API        ${api}
  Reference  ${info.baseUrl}/docs
  API key    ${info.apiKey}
  App ID     ${info.appId} (the default wherever an endpoint takes appId)
  WhatsApp   ${phones ? `a sandbox: ${phones}` : 'the real one'}
  Data       ${config.VESPER_DATA_DIR}
  Operator   npx vesper --help (accounts, plans, API keys)
${prepare}
  1. Create a session

     curl -X POST ${api}/sessions ${key} ${json} -d '{"name":"my-whatsapp"}'

  2. Scan its QR code with your phone

     ${scan}

  3. Send a message

     curl -X POST ${api}/messages/send/text ${key} ${json} \\
       -d '{"session":"SESSION_ID","to":"${CUSTOMER}","text":"Hello from Vesper! 🚀"}'${look}

  4. See your app, your plan and your usage

     curl ${api}/me ${key}

Ctrl-C stops the gateway. The data folder keeps all data.
`
}

/** Returns the reason of a failed start, for the user who started the gateway. */
export function whyNot(error: unknown): string {
  const causes = causesOf(error)
  const taken = causes.find(({ code }) => code === 'EADDRINUSE')
  if (taken) return `port ${taken.port} is in use. Set PORT or VESPER_SANDBOX_PORT to a free port.`
  const refused = causes.find(({ severity }) => severity !== undefined)
  if (refused) return `the database answered: ${refused.message} (${refused.code}).`
  return causes.findLast(({ message }) => message)?.message ?? String(error)
}

interface Cause {
  message?: string
  code?: string
  port?: number
  /** The severity of an error of PostgreSQL. */
  severity?: string
}

/**
 * Returns an error and its causes. drizzle's error names only the failed query, and Neon's driver wraps the
 * event of its WebSocket.
 */
function causesOf(error: unknown): Cause[] {
  if (typeof error !== 'object' || error === null) return []
  const { cause, error: event } = error as { cause?: unknown; error?: unknown }
  return [error, ...causesOf(cause ?? event)]
}

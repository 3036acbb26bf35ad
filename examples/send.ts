/**
 * Sends a text and waits until the phone of the receiver has the text.
 * node --import tsx examples/send.ts 905551234567 "Your order is ready."
 */
import { call, findSession, waitFor } from './support/gateway.ts'

const [to, text = 'Hello from Vesper!'] = process.argv.slice(2)
if (!to) throw new Error('Usage: node --import tsx examples/send.ts PHONE [TEXT]')

interface Message {
  status: string
  reason?: string
}

const session = await findSession()
const { key, status } = await call<{ key: { id: string }; status: string }>('POST', '/messages/send/text', {
  session: session.id,
  to,
  text,
})
console.log(`${key.id} ${status}`)

const message = await waitFor(async () => {
  const now = await call<Message>('GET', `/messages/${session.id}/${key.id}`)
  return ['PENDING', 'SENT'].includes(now.status) ? undefined : now
})
console.log(`${key.id} ${message.status} ${message.reason ?? ''}`.trim())
process.exitCode = message.status === 'FAILED' ? 1 : 0

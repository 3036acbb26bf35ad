/**
 * Prints each message that a session receives. The Standard Webhooks library verifies the signature.
 * node --import tsx examples/webhook.ts
 */
import { type Received, receive } from './support/receiver.ts'

await receive<Received>(['message.received'], async ({ data, session }) => {
  console.log(`${session} ${data.from} ${data.pushName ?? ''}: ${data.content.text || data.type}`)
})

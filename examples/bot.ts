/**
 * Answers messages: a greeting, the opening hours, or a hand-over to a human.
 * node --import tsx examples/bot.ts
 */
import { call } from './support/gateway.ts'
import { type Received, receive } from './support/receiver.ts'

const HOURS = 'We are open from Monday to Friday, 9:00 to 18:00.'
const MENU = 'Write "hours" for our opening hours, or "human" to talk to a human.'

await receive<Received>(['message.received'], async ({ session, data }) => {
  // The bot ignores groups and pictures without a text, because such answers disturb people.
  if (data.from.endsWith('@g.us') || !data.content.text) return
  const text = answer(data.content.text, data.pushName ?? 'there')
  await call('POST', '/messages/send/text', { session, to: data.from, text, quoted: data.id })
  console.log(`${data.from}: ${data.content.text} → ${text}`)
})

function answer(text: string, name: string): string {
  switch (text.trim().toLowerCase()) {
    case 'hours':
      return HOURS
    case 'human':
      return `A colleague will write to you soon, ${name}.`
    default:
      return `Hello ${name}! ${MENU}`
  }
}

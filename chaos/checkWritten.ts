import type { ArrivedEvent } from './countDeliveries.ts'
import type { Evidence } from './evidence.ts'
import type { Written } from './ledger.ts'
import { type Finding, findings, groupBy, type Verdict } from './verdict.ts'

/** Each message of a phone is stored once, readable, and its event came; where it came out of the order of its chat, it is noted. */
export function checkWritten(written: readonly Written[], evidence: Evidence): Verdict {
  const stored = new Map(
    [...evidence.stored].map(([session, messages]) => [session, groupBy(messages, ({ id }) => id)]),
  )
  const received = evidence.events.filter(({ event }) => event === 'message.received')
  const told = groupBy(received, ({ session, data }) => `${session} ${data.id}`)
  const chats = groupBy(written, ({ session, customer }) => `${session} ${customer}`)
  return {
    losses: [
      ...findings(written, (message) => {
        const { id, session } = message
        const finding = (what: string, detail: string) => ({ what, id, detail: `${session}: ${detail}` })
        const rows = stored.get(session)?.get(id) ?? []
        const losses: Finding[] = []
        if (rows.length !== 1) losses.push(finding('inbound not stored once', `${rows.length} rows`))
        if (rows.some(({ content }) => content.kind === 'ciphertext'))
          losses.push(finding('inbound unreadable', 'it could not be decrypted, and was not healed'))
        const events = told.get(`${session} ${id}`) ?? []
        if (events.length !== 1) losses.push(finding('inbound not told once', `${events.length} events`))
        return losses
      }),
    ],
    // A delivery whose first attempt failed lets the next of its chat pass: known, and not promised otherwise.
    notes: [...chats.values()].flatMap((messages) => outOfOrder(messages, received)),
    counts: {
      'messages written by phones': written.length,
      'messages received': received.length,
      'deliveries that came again': evidence.events.filter(({ times }) => times > 1).length,
    },
  }
}

/** The first of a chat whose event came before that of one written earlier. */
function outOfOrder(messages: readonly Written[], received: readonly ArrivedEvent[]): Finding[] {
  const places = new Map(received.map(({ data, timestamp }, place) => [data.id, { place, timestamp }]))
  let last = { place: -1, timestamp: '', id: '' }
  for (const { id, session } of messages) {
    const told = places.get(id)
    if (!told) continue
    if (told.place < last.place)
      return [
        {
          what: 'out of order',
          id,
          detail: `${session}: of ${told.timestamp}, told before ${last.id} of ${last.timestamp}, which was written earlier`,
        },
      ]
    last = { ...told, id }
  }
  return []
}

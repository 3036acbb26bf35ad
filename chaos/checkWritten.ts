import type { ArrivedEvent } from './countDeliveries.ts'
import type { Evidence } from './evidence.ts'
import type { Written } from './ledger.ts'
import { type Finding, findings, groupBy, type Verdict } from './verdict.ts'

/**
 * Checks that each message of a phone is stored once, is readable, and has its event. Notes events in another order than their
 * chat's.
 */
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
          losses.push(
            finding('inbound unreadable', 'the message could not be decrypted, and was not repaired'),
          )
        const events = told.get(`${session} ${id}`) ?? []
        if (events.length !== 1)
          losses.push(finding('inbound event not delivered once', `${events.length} events`))
        return losses
      }),
    ],
    // A delivery whose first attempt failed lets the next delivery of its chat pass. The gateway promises no more.
    notes: [...chats.values()].flatMap((messages) => outOfOrder(messages, received)),
    counts: {
      'messages written by phones': written.length,
      'messages received': received.length,
      'repeated deliveries': evidence.events.filter(({ times }) => times > 1).length,
    },
  }
}

/** Finds the first event of a chat that arrived before an event of an earlier message. */
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
          detail: `${session}: the event of ${told.timestamp} arrived before ${last.id} of ${last.timestamp}, which was written earlier`,
        },
      ]
    last = { ...told, id }
  }
  return []
}

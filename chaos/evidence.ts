import { mustRequest, type Receiver, request } from '#local/customer/index.ts'
import { type ArrivedEvent, countDeliveries } from './countDeliveries.ts'
import { apiOf, type Business } from './people.ts'
import type { Stage } from './stage.ts'

/** What a phone shows of a message. */
export interface Shown {
  id: string
  from: string
  fromMe: boolean
  text?: string
  copies: number
}

/** What the API says of a message. */
export interface Stored {
  id: string
  fromMe: boolean
  status: string
  error?: string
  content: { kind?: string }
}

/** What can be seen from outside of what happened. */
export interface Evidence {
  /** Of each customer. */
  shown: ReadonlyMap<string, readonly Shown[]>
  /** Of each session. */
  stored: ReadonlyMap<string, readonly Stored[]>
  /** In the order of their first arrival. */
  events: readonly ArrivedEvent[]
  /** By session. */
  statuses: ReadonlyMap<string, string>
  /** Of all queues. */
  queued: number
  deadLetters: number
}

interface Page {
  data: Stored[]
  pagination: { nextCursor: string | null }
}

/** Looks at the phones, the API, the receiver and the queues. */
export async function collect(
  stage: Stage,
  businesses: readonly Business[],
  receiver: Receiver,
): Promise<Evidence> {
  const api = apiOf(stage)
  const shown = new Map<string, readonly Shown[]>()
  const stored = new Map<string, readonly Stored[]>()
  const statuses = new Map<string, string>()
  for (const { session, customers } of businesses) {
    for (const customer of customers)
      shown.set(customer, await mustRequest('GET', `${stage.phonesUrl}/phones/${customer}/messages`))
    stored.set(session, await history(stage, session))
    statuses.set(session, (await api<{ status: string }>('GET', `/sessions/${session}`)).status)
  }
  const { sqs } = stage.gateway.parts
  return {
    shown,
    stored,
    statuses,
    events: countDeliveries(receiver),
    queued: sqs.bodiesIn('commands').length + sqs.bodiesIn('events').length,
    deadLetters: sqs.bodiesIn('deadLetters').length,
  }
}

/** All of a session's messages. */
async function history({ gateway: { info } }: Stage, session: string): Promise<Stored[]> {
  const all: Stored[] = []
  let cursor: string | null = ''
  do {
    const from: string = cursor && `&cursor=${encodeURIComponent(cursor)}`
    const { status, body } = await request<Page>(
      'GET',
      `${info.baseUrl}/api/v1/messages/${session}?limit=100${from}`,
      {
        headers: { 'x-api-key': info.apiKey },
      },
    )
    if (status !== 200) throw new Error(`The history of ${session} answered ${status}`)
    all.push(...body.data)
    cursor = body.pagination.nextCursor
  } while (cursor !== null)
  return all
}

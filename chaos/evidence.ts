import { mustRequest, type Receiver, request } from '#local/customer/index.ts'
import { type ArrivedEvent, countDeliveries } from './countDeliveries.ts'
import { apiOf, type Business } from './people.ts'
import type { Stage } from './stage.ts'

/** A message as a phone shows it. */
export interface Shown {
  id: string
  from: string
  fromMe: boolean
  text?: string
  copies: number
}

/** A message as the API returns it. */
export interface Stored {
  id: string
  fromMe: boolean
  status: string
  error?: string
  content: { kind?: string }
}

/** The state of the gateway, phones and queues, as seen from outside. */
export interface Evidence {
  /** Messages of each customer's phone. */
  shown: ReadonlyMap<string, readonly Shown[]>
  /** Messages of each session. */
  stored: ReadonlyMap<string, readonly Stored[]>
  /** Events in the order of their first arrival. */
  events: readonly ArrivedEvent[]
  /** Status of each session. */
  statuses: ReadonlyMap<string, string>
  /** Messages in all queues. */
  queued: number
  deadLetters: number
}

interface Page {
  data: Stored[]
  pagination: { nextCursor: string | null }
}

/** Collects the evidence from phones, API, receiver and queues. */
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

/** Returns all messages of a session. */
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
    if (status !== 200) throw new Error(`GET /messages/${session} answered ${status}`)
    all.push(...body.data)
    cursor = body.pagination.nextCursor
  } while (cursor !== null)
  return all
}

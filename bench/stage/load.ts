import { mustRequest } from '#local/customer/index.ts'
import type { Person } from './people.ts'
import type { Stage } from './stage.ts'

/** A send from the caller's view: Unix ms of the request, and ms until the response. */
export interface Sent {
  id: string
  startedAt: number
  answeredMs: number
}

/**
 * Sends texts over REST from each session in turn, with `inFlight` requests in parallel.
 * @param recipients the recipient of each text; unset, each session writes to its customer
 */
export async function sendTexts(
  stage: Stage,
  people: readonly Person[],
  { count, inFlight, recipients }: { count: number; inFlight: number; recipients?: readonly string[] },
): Promise<Sent[]> {
  const { baseUrl, apiKey } = stage.api.facts
  const sends: Sent[] = []
  let next = 0
  const worker = async () => {
    while (next < count) {
      const index = next++
      const person = people[index % people.length]
      const to = recipients?.[index] ?? person?.customer
      const body = { session: person?.session, to, text: `message ${index}` }
      const startedAt = Date.now()
      const start = performance.now()
      const { key } = await mustRequest<{ key: { id: string } }>(
        'POST',
        `${baseUrl}/api/v1/messages/send/text`,
        { body, headers: { 'x-api-key': apiKey } },
      )
      sends.push({ id: key.id, startedAt, answeredMs: performance.now() - start })
    }
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  return sends
}

/** A message of a phone, with Unix ms of the request. */
export interface Written {
  id: string
  startedAt: number
}

/** Writes texts from customers to phones, with `inFlight` requests in parallel. */
export async function writeTexts(
  phonesUrl: string,
  pairs: readonly { phone: string; customer: string }[],
  { count, inFlight }: { count: number; inFlight: number },
): Promise<Written[]> {
  const written: Written[] = []
  let next = 0
  const worker = async () => {
    while (next < count) {
      const index = next++
      const { phone, customer } = pairs[index % pairs.length] ?? { phone: '', customer: '' }
      const body = { to: phone, type: 'text', text: `message ${index}` }
      const startedAt = Date.now()
      const { id } = await mustRequest<{ id: string }>('POST', `${phonesUrl}/phones/${customer}/messages`, {
        body,
      })
      written.push({ id, startedAt })
    }
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  return written
}

/**
 * Repeats a call, with `inFlight` calls in parallel.
 * @returns the time of each call and of all calls together, in ms
 */
export async function hammer(
  { count, inFlight }: { count: number; inFlight: number },
  callOnce: () => Promise<unknown>,
): Promise<{ times: number[]; elapsedMs: number }> {
  const times: number[] = []
  let left = count
  const startedAt = performance.now()
  const worker = async () => {
    while (left-- > 0) {
      const start = performance.now()
      await callOnce()
      times.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  return { times, elapsedMs: performance.now() - startedAt }
}

import { mustCall } from './http.ts'
import type { Person } from './people.ts'
import type { Stage } from './stage.ts'

/** A send as its caller saw it: Unix ms when it began, ms until its answer. */
export interface Sent {
  id: string
  startedAt: number
  answeredMs: number
}

/** Has texts sent over REST, so many at once, by each session in its turn. */
export async function sendTexts(
  stage: Stage,
  people: readonly Person[],
  { count, inFlight }: { count: number; inFlight: number },
): Promise<Sent[]> {
  const { baseUrl, apiKey } = stage.api.facts
  const sends: Sent[] = []
  let next = 0
  const worker = async () => {
    while (next < count) {
      const index = next++
      const person = people[index % people.length]
      const body = { session: person?.session, to: person?.customer, text: `message ${index}` }
      const startedAt = Date.now()
      const start = performance.now()
      const { data } = await mustCall<{ data: { key: { id: string } } }>(
        'POST',
        `${baseUrl}/api/v1/messages/send/text`,
        { body, headers: { 'x-api-key': apiKey } },
      )
      sends.push({ id: data.key.id, startedAt, answeredMs: performance.now() - start })
    }
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  return sends
}

import { sql } from 'drizzle-orm'
import { mustRequest } from '#local/customer/index.ts'
import type { Stage } from './stage.ts'
import { until } from './until.ts'

/**
 * A session, its phone, and a customer, who reads each message. A message of a session has two encrypted copies: one for the customer, and
 * one for the phone of the session.
 */
export interface Person {
  session: string
  phone: string
  customer: string
}

/** Sessions that are linked in parallel. Each makes the connector and the sandbox handle 812 prekeys. */
const AT_ONCE = 4
const FIRST_PHONE = 905_550_000_000
const FIRST_CUSTOMER = 905_560_000_000

/** Links sessions until there are `count`. */
export async function settle(stage: Stage, people: Person[], count: number): Promise<Person[]> {
  const waiting = Array.from(
    { length: Math.max(0, count - people.length) },
    (_, index) => people.length + index,
  )
  const worker = async () => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift())
      people[index] = await settleOne(stage, index)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return people.slice(0, count)
}

async function settleOne(stage: Stage, index: number): Promise<Person> {
  const { phonesUrl } = stage.sandbox.facts
  const { baseUrl, apiKey } = stage.api.facts
  const [phone, customer] = [FIRST_PHONE + index, FIRST_CUSTOMER + index].map(String) as [string, string]
  await createPhones(phonesUrl, [phone])
  await createReaders(phonesUrl, [customer])
  const { id } = await mustRequest<{ id: string }>('POST', `${baseUrl}/api/v1/sessions`, {
    body: { name: `bench ${index}` },
    headers: { 'x-api-key': apiKey },
  })
  const read = async () => {
    const { rows } = await stage.db.execute<{ qr: string | null; status: string }>(
      sql`select qr, status from sessions where id = ${id}`,
    )
    return rows[0]
  }
  const qr = await until('A QR', async () => (await read())?.qr ?? null)
  await mustRequest('POST', `${phonesUrl}/phones/${phone}/scan`, { body: { qr } })
  await until('A connection', async () => (await read())?.status === 'connected')
  return { session: id, phone, customer }
}

/** Creates phones with these numbers. */
export async function createPhones(phonesUrl: string, numbers: readonly string[]): Promise<void> {
  for (const phone of numbers)
    await mustRequest('POST', `${phonesUrl}/phones`, { body: { phone, name: `Phone ${phone}` } })
}

/** Creates phones that read each message when it arrives, so that its sender gets both receipts. */
export async function createReaders(phonesUrl: string, numbers: readonly string[]): Promise<void> {
  await createPhones(phonesUrl, numbers)
  for (const phone of numbers)
    await mustRequest('PUT', `${phonesUrl}/phones/${phone}`, { body: { autoRead: true } })
}

/** Numbers of strangers that no session has written to. */
let strangers = 905_590_000_000

/** Creates phones that no session has written to, and returns their numbers. */
export async function createStrangers(phonesUrl: string, count: number): Promise<string[]> {
  const numbers = Array.from({ length: count }, () => String(strangers++))
  await createReaders(phonesUrl, numbers)
  return numbers
}

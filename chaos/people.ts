import { setTimeout as pause } from 'node:timers/promises'
import { mustRequest, request } from '#local/customer/index.ts'
import type { Stage } from './stage.ts'

/** A session of the gateway, and those who write to it. */
export interface Business {
  /** The session's id. */
  session: string
  phone: string
  /** Numbers of phones that are nobody else's customers. */
  customers: readonly string[]
}

/** Calls the REST API with its key. */
export type Api = <T>(method: string, path: string, body?: unknown) => Promise<T>

const CUSTOMERS_EACH = 2
/** Pairing at once: each costs the sandbox and the connector a handshake and a hundred prekeys. */
const AT_ONCE = 4
const PAIR_WITHIN_MS = 60_000
const LOOK_EVERY_MS = 100

/** @throws Error with the answer, from what it answers, if that is not 2xx */
export function apiOf({ gateway: { info } }: Stage): Api {
  return async (method, path, body) =>
    await mustRequest(method, `${info.baseUrl}/api/v1${path}`, {
      body,
      headers: { 'x-api-key': info.apiKey },
    })
}

/** Makes sessions with phones, and customers for each. */
export async function settle(stage: Stage, count: number): Promise<Business[]> {
  const waiting = Array.from({ length: count }, (_, index) => index)
  const settled: Business[] = []
  const worker = async () => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift())
      settled[index] = await settleOne(stage, index)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return settled
}

async function settleOne(stage: Stage, index: number): Promise<Business> {
  const { phonesUrl } = stage
  const api = apiOf(stage)
  const phone = String(905_550_001_000 + index)
  const customers = Array.from({ length: CUSTOMERS_EACH }, (_, each) =>
    String(905_560_001_000 + index * CUSTOMERS_EACH + each),
  )
  for (const number of [phone, ...customers])
    await mustRequest('POST', `${phonesUrl}/phones`, { body: { phone: number, name: `Phone ${number}` } })
  const { id } = await api<{ id: string }>('POST', '/sessions', { name: `chaos ${index}` })
  // Connectors that have just started share the partitions out: the code of one that hands a session over is refused.
  await until(async () => {
    const { qr } = await api<{ qr: string | null }>('GET', `/sessions/${id}/qr`)
    if (qr === null) return null
    const { status } = await request('POST', `${phonesUrl}/phones/${phone}/scan`, { body: { qr } })
    return status < 300 || null
  })
  await until(
    async () => (await api<{ status: string }>('GET', `/sessions/${id}`)).status === 'connected' || null,
  )
  return { session: id, phone, customers }
}

async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (const end = Date.now() + PAIR_WITHIN_MS; Date.now() < end; await pause(LOOK_EVERY_MS)) {
    const found = await look()
    if (found !== null) return found
  }
  throw new Error(`A session was not paired within ${PAIR_WITHIN_MS / 1000} s`)
}

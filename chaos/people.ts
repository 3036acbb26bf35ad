import { setTimeout as pause } from 'node:timers/promises'
import { mustRequest, request } from '#local/customer/index.ts'
import type { Stage } from './stage.ts'

/** A session of the gateway with its customers. */
export interface Business {
  /** The session's id. */
  session: string
  phone: string
  /** Phone numbers of customers who write to this session only. */
  customers: readonly string[]
}

/** Calls the REST API with its key. */
export type Api = <T>(method: string, path: string, body?: unknown) => Promise<T>

const CUSTOMERS_EACH = 2
/** Sessions that are paired in parallel. Each needs a handshake and a hundred prekeys from sandbox and connector. */
const AT_ONCE = 4
const PAIR_WITHIN_MS = 300_000
const LOOK_EVERY_MS = 100

/**
 * Returns a client of the API.
 * @throws Error with the response if its status is not 2xx
 */
export function apiOf({ gateway: { info } }: Stage): Api {
  return async (method, path, body) =>
    await mustRequest(method, `${info.baseUrl}/api/v1${path}`, {
      body,
      headers: { 'x-api-key': info.apiKey },
    })
}

/** Creates and pairs sessions, with customers for each. */
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
  // New connectors still distribute the partitions. The QR code of a session that moves is refused.
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

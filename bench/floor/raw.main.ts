import { WA_CERT_DETAILS } from '@whiskeysockets/baileys'
import { answerAsks } from '../stage/asks.ts'
import { until } from '../stage/until.ts'
import { RawSession } from './rawSession.ts'

/** Runs raw Baileys with a store in memory, as the baseline for the gateway. */
const AT_ONCE = 8
const urls = { socket: process.env.BENCH_SOCKET_URL ?? '', phones: process.env.BENCH_PHONES_URL ?? '' }
Buffer.from(process.env.BENCH_ROOT_KEY ?? '', 'hex').copy(WA_CERT_DETAILS.PUBLIC_KEY)
// libsignal prints sessions to the console.
for (const method of ['log', 'info', 'warn', 'error'] as const) console[method] = () => undefined
process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))

const sessions: RawSession[] = []

answerAsks({
  async open({ phones, dumped }: { phones: string[]; dumped?: string[] }) {
    const added = phones.map((phone, index) => new RawSession(phone, urls, dumped?.[index]))
    sessions.push(...added)
    await inParallel(AT_ONCE, added, (session) => session.open())
  },
  dump: () => sessions.map((session) => session.dump()),
  /**
   * Sends texts, and waits for both receipts of each. Returns the time from the first send to the last ack, in ms.
   * @param recipients the recipient of each text; unset, each session writes to its customer
   */
  async send({
    use,
    customers,
    count,
    inFlight,
    recipients,
  }: {
    use: number
    customers: string[]
    count: number
    inFlight: number
    recipients?: string[]
  }) {
    const startedAt = performance.now()
    const sends = Array.from({ length: count }, (_, index) => index)
    await inParallel(inFlight, sends, (index) => {
      const to = recipients?.[index] ?? customers[index % use] ?? ''
      return sessions[index % use]?.send(to, `message ${index}`) ?? Promise.resolve()
    })
    const elapsedMs = performance.now() - startedAt
    await until('Read receipts', async () => sessions.every(({ unread }) => unread.size === 0))
    return elapsedMs
  },
  received: () => Object.fromEntries(sessions.flatMap(({ received }) => [...received])),
})
process.send?.('started')

async function inParallel<T>(
  width: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = items.values()
  const worker = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: width }, worker))
}

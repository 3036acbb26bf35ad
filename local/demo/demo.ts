import { mustRequest } from '../customer/index.ts'
import type { LocalGatewayInfo } from '../gateway.ts'
import { startVerifyingReceiver, type VerifyingReceiver } from './receiver.ts'
import { until } from './until.ts'

const BUSINESS = '905559876543'
const CUSTOMER = '905551234567'
const TEXT = 'Hello from Vesper!'
const REPLY = 'Hey, is my order ready?'
const SECRET = 'your_webhook_secret_min16chars'

interface Stored {
  id: string
  status: string
  fromMe: boolean
  content: { text?: string }
}

/**
 * Performs the quick start of the public docs, and prints each step.
 * @throws Error for the first step that fails
 */
export async function runDemo(info: LocalGatewayInfo, say: (line: string) => void): Promise<void> {
  const demo = new Demo(info, say)
  await demo.makePhones()
  const receiver = await startVerifyingReceiver(SECRET)
  try {
    await demo.subscribe(receiver)
    const session = await demo.pair()
    await demo.send(session)
    await demo.hearBack(session, receiver)
  } finally {
    await receiver.stop()
  }
}

class Demo {
  readonly #phones: string
  readonly #api: string
  readonly #headers: Record<string, string>
  readonly #say: (line: string) => void

  constructor(info: LocalGatewayInfo, say: (line: string) => void) {
    if (!info.sandbox) throw new Error('The demo needs the sandbox. Unset VESPER_WHATSAPP.')
    this.#phones = `${info.sandbox.phonesUrl}/phones`
    this.#api = `${info.baseUrl}/api/v1`
    this.#headers = { 'x-api-key': info.apiKey }
    this.#say = say
  }

  async makePhones(): Promise<void> {
    this.#say(`\nTwo phones: ${BUSINESS} (My Business) and ${CUSTOMER} (Ahmet)`)
    await mustRequest('POST', this.#phones, { body: { phone: BUSINESS, name: 'My Business' } })
    await mustRequest('POST', this.#phones, { body: { phone: CUSTOMER, name: 'Ahmet' } })
  }

  async subscribe(receiver: VerifyingReceiver): Promise<void> {
    this.#say(`POST /webhooks {"url":"${receiver.url}","events":["message.received"]}`)
    await this.#post('/webhooks', { url: receiver.url, events: ['message.received'], secret: SECRET })
  }

  /**
   * Pairs a session.
   * @returns the id of the session
   */
  async pair(): Promise<string> {
    this.#say('POST /sessions {"name":"my-whatsapp"}')
    const { id } = await this.#post<{ id: string }>('/sessions', { name: 'my-whatsapp' })
    this.#say(`  session ${id}\nGET /sessions/${id}/qr, and the phone scans it`)
    const qr = await until(
      'a QR code',
      async () => (await this.#get<{ qr: string | null }>(`/sessions/${id}/qr`)).qr,
    )
    await mustRequest('POST', `${this.#phones}/${BUSINESS}/scan`, { body: { qr } })
    const session = await until('a connected session', async () => {
      const found = await this.#get<{ status: string; phone: string }>(`/sessions/${id}`)
      return found.status === 'connected' && found
    })
    this.#say(`  ${session.status} as ${session.phone}`)
    return id
  }

  /** Sends a message while the customer is offline for a moment, so that each step of the status is visible. */
  async send(session: string): Promise<void> {
    this.#say(`POST /messages/send/text {"to":"${CUSTOMER}","text":"${TEXT}"}`)
    await this.#setCustomerOnline(false)
    const body = { session, to: CUSTOMER, text: TEXT }
    const { key, status } = await this.#post<{ key: { id: string }; status: string }>(
      '/messages/send/text',
      body,
    )
    if (status !== 'PENDING') throw new Error(`The message has the status ${status}. Expected PENDING.`)
    this.#say('  PENDING')
    await this.#reach(session, key.id, 'SENT')
    await this.#setCustomerOnline(true)
    await this.#reach(session, key.id, 'DELIVERED')
    await this.#lookAtPhone(key.id)
    await mustRequest('POST', `${this.#phones}/${CUSTOMER}/read`, { body: { chat: BUSINESS } })
    await this.#reach(session, key.id, 'READ')
  }

  async hearBack(session: string, receiver: VerifyingReceiver): Promise<void> {
    this.#say(`${CUSTOMER} replies "${REPLY}"`)
    const body = { to: BUSINESS, type: 'text', text: REPLY }
    await mustRequest('POST', `${this.#phones}/${CUSTOMER}/messages`, { body })
    this.#say(`GET /messages/${session}`)
    const stored = await until('the reply in the history', async () =>
      (await this.#get<Stored[]>(`/messages/${session}`)).find(
        ({ fromMe, content }) => !fromMe && content.text === REPLY,
      ),
    )
    this.#say(`  "${stored.content.text}"`)
    await until('a signed webhook', async () =>
      receiver.events.some(({ event, data }) => event === 'message.received' && data.content.text === REPLY),
    )
    this.#say(`  ${receiver.url} received message.received with a valid signature`)
  }

  async #reach(session: string, id: string, status: string): Promise<void> {
    await until(`the status ${status}`, async () => {
      const message = await this.#get<Stored>(`/messages/${session}/${id}`)
      return message.status === status
    })
    this.#say(`  → ${status}`)
  }

  async #lookAtPhone(id: string): Promise<void> {
    const shown = await mustRequest<{ id: string; text?: string }[]>(
      'GET',
      `${this.#phones}/${CUSTOMER}/messages`,
    )
    const arrived = shown.filter((message) => message.id === id)
    if (arrived.length !== 1 || arrived[0]?.text !== TEXT)
      throw new Error(`The phone must show the message once, but shows ${JSON.stringify(shown)}.`)
    this.#say(`  ${CUSTOMER} shows "${arrived[0].text}"`)
  }

  async #setCustomerOnline(online: boolean): Promise<void> {
    await mustRequest('PUT', `${this.#phones}/${CUSTOMER}`, { body: { online } })
  }

  async #get<T>(path: string): Promise<T> {
    return await mustRequest<T>('GET', `${this.#api}${path}`, { headers: this.#headers })
  }

  async #post<T>(path: string, body: unknown): Promise<T> {
    return await mustRequest<T>('POST', `${this.#api}${path}`, { headers: this.#headers, body })
  }
}

import { randomInt } from 'node:crypto'
import type { Call } from './client.ts'
import { eventually } from './eventually.ts'

/** A message as a sandbox phone shows it. */
export interface ShownMessage {
  id: string
  chat: string
  from: string
  fromMe: boolean
  type: string
  text?: string
  /** Titles of the rows of a list. */
  options?: string[]
  status: string
  timestamp: number
  copies: number
  revoked?: boolean
  /** In a group, the status of an own message by the number of the member. */
  receipts?: Record<string, string>
  /** Emoji by the author's number. */
  reactions?: Record<string, string>
}

/** The sandbox's phones. */
export class Phones {
  readonly call: Call

  constructor(call: Call) {
    this.call = call
  }

  /** Creates a phone with a random number, and returns the number. */
  async create(name = 'Somebody'): Promise<string> {
    const phone = `90555${randomInt(1_000_000, 9_999_999)}`
    await this.#ok('POST', '/phones', { phone, name })
    return phone
  }

  async scan(phone: string, qr: string): Promise<void> {
    await this.#ok('POST', `/phones/${phone}/scan`, { qr })
  }

  /** Scans the code on a screen. A code may change between the look at it and the scan; the phone then scans the next code. */
  async scanShown(phone: string, readQr: () => Promise<string>): Promise<void> {
    await eventually(async () => {
      const { status, body } = await this.call('POST', `/phones/${phone}/scan`, { qr: await readQr() })
      if (status >= 300 && body.error?.code !== 'unknown_qr')
        throw new Error(`scan: ${status} ${JSON.stringify(body)}`)
      return status < 300
    })
  }

  async write(phone: string, to: string, text: string): Promise<ShownMessage> {
    return await this.#ok('POST', `/phones/${phone}/messages`, { to, type: 'text', text })
  }

  /** Taps the row of a list that a phone shows. */
  async tap(phone: string, messageId: string, option: string): Promise<ShownMessage> {
    return await this.#ok('POST', `/phones/${phone}/messages`, { type: 'tap', messageId, option })
  }

  async read(phone: string, chat: string): Promise<void> {
    await this.#ok('POST', `/phones/${phone}/read`, { chat })
  }

  async setOnline(phone: string, online: boolean): Promise<void> {
    await this.#ok('PUT', `/phones/${phone}`, { online })
  }

  async unlink(phone: string): Promise<void> {
    await this.#ok('POST', `/phones/${phone}/unlink`, {})
  }

  async drop(phone?: string): Promise<void> {
    await this.#ok('POST', '/network/drop', phone ? { phone } : {})
  }

  async fault(fault: Record<string, unknown>): Promise<void> {
    await this.#ok('POST', '/network/faults', fault)
  }

  async healFaults(): Promise<void> {
    await this.#ok('DELETE', '/network/faults')
  }

  /** Returns the number of privacy tokens that a phone received. */
  async tokensOf(phone: string): Promise<number> {
    return (await this.#ok('GET', `/phones/${phone}`)).tokens
  }

  /** Returns the messages that a phone shows in a chat. */
  async shown(phone: string, chat?: string): Promise<ShownMessage[]> {
    return await this.#ok('GET', `/phones/${phone}/messages${chat ? `?chat=${chat}` : ''}`)
  }

  /** Waits until a phone shows the message with this id, and returns the message. */
  async waitFor(phone: string, id: string, withinMs?: number): Promise<ShownMessage> {
    return await eventually(
      async () => (await this.shown(phone)).find((message) => message.id === id),
      withinMs,
    )
  }

  async #ok(method: string, path: string, body?: unknown) {
    const answer = await this.call(method, path, body)
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
}

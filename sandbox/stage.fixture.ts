import { Agent } from 'node:https'
import type { UserFacingSocketConfig } from '@whiskeysockets/baileys'
import { afterAll, expect } from 'vitest'
import { Client, call, until } from './client.fixture.ts'
import { type Sandbox, startSandbox } from './index.ts'
import type { ShownMessage } from './phones/screen.ts'

const DISPATCHER = Symbol.for('undici.globalDispatcher.1')
type DispatcherClass = new (options: { connect: { ca: string } }) => unknown

let lastNumber = 15_560_000

/** A sandbox with the frequent actions of tests. */
export class Stage {
  readonly sandbox: Sandbox
  private readonly clients: Client[] = []

  private constructor(sandbox: Sandbox) {
    this.sandbox = sandbox
  }

  /** Starts a sandbox. This process then trusts the CA of the media server, as with NODE_EXTRA_CA_CERTS. */
  static async open(): Promise<Stage> {
    const sandbox = await startSandbox({ port: 0, smallUploads: true })
    await fetch(`${sandbox.phonesUrl}/phones`)
    const holder = globalThis as unknown as Record<symbol, { constructor: DispatcherClass }>
    const Dispatcher = holder[DISPATCHER]?.constructor
    if (Dispatcher)
      Object.assign(holder, { [DISPATCHER]: new Dispatcher({ connect: { ca: sandbox.mediaCaPem } }) })
    return new Stage(sandbox)
  }

  async close(): Promise<void> {
    for (const client of this.clients) await client.remove()
    await this.sandbox.close()
  }

  /** Returns an unused number. */
  number(): string {
    lastNumber += 1
    return String(lastNumber)
  }

  async phone(fields: object = {}): Promise<string> {
    const phone = this.number()
    await call(this.sandbox, 'POST', '/phones', { phone, name: `Owner of ${phone}` })
    if (Object.keys(fields).length > 0) await call(this.sandbox, 'PUT', `/phones/${phone}`, fields)
    return phone
  }

  async paired(phone: string, config: Partial<UserFacingSocketConfig> = {}): Promise<Client> {
    const fetchAgent = new Agent({ ca: this.sandbox.mediaCaPem })
    const client = await Client.paired(this.sandbox, phone, { fetchAgent, ...config })
    this.clients.push(client)
    return client
  }

  async write(phone: string, message: object): Promise<ShownMessage> {
    const { status, body } = await call(this.sandbox, 'POST', `/phones/${phone}/messages`, message)
    expect(status, JSON.stringify(body)).toBe(201)
    return body
  }

  async rows(phone: string): Promise<ShownMessage[]> {
    return (await call(this.sandbox, 'GET', `/phones/${phone}/messages`)).body as unknown as ShownMessage[]
  }

  /** Waits for the row of an id, and for `isReady`. */
  row(phone: string, id: string, isReady = (_row: ShownMessage) => true): Promise<ShownMessage> {
    return until(`message ${id} on ${phone}`, async () =>
      (await this.rows(phone)).find((row) => row.id === id && isReady(row)),
    )
  }

  async fault(body: object): Promise<void> {
    const { status } = await call(this.sandbox, 'POST', '/network/faults', body)
    expect(status).toBe(201)
  }
}

/** Opens a stage for the tests of a file, with the paired client of one phone. The stage closes after the tests. */
export async function openWithAlice(): Promise<{ stage: Stage; a: string; alice: Client }> {
  const stage = await Stage.open()
  afterAll(() => stage.close())
  const a = stage.number()
  return { stage, a, alice: await stage.paired(a) }
}

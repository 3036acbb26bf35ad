import { eq } from 'drizzle-orm'
import { afterEach, describe, expect, it } from 'vitest'
import { messages } from '#shared/database/index.ts'
import { eventually } from './support/eventually.ts'
import { sendText, useGateway, waitForMessage, waitForStatus } from './support/gateway.ts'

/** The number of messages is above that of two receives. */
const BACKLOG = 25

describe('the queued messages of one session', () => {
  const gateway = useGateway()

  afterEach(() => gateway.phones.healFaults())

  /** Takes a session offline, and queues messages for a known customer. */
  async function backlog() {
    const { api, phones } = gateway
    const { id: session, phone } = await gateway.pair()
    const customer = await phones.create()
    await waitForMessage(api, session, await sendText(api, session, customer, 'first'), ['DELIVERED'])
    await phones.fault({ refuseConnections: true })
    await phones.drop(phone)
    await waitForStatus(api, session, 'connecting')
    const ids: string[] = []
    for (let n = 0; n < BACKLOG; n++) ids.push(await sendText(api, session, customer, `message ${n}`))
    return { session, phone, customer, ids, shown: async () => (await phones.shown(customer)).slice(1) }
  }

  /** Brings the session online, and calls `act` during its second batch. */
  async function interrupt({ phone, shown }: Awaited<ReturnType<typeof backlog>>, act: () => unknown) {
    await gateway.phones.healFaults()
    // A batch is sent at once. The next batch is received after WhatsApp has acked all of it.
    await gateway.phones.fault({ ackDelayMs: 500, phone })
    await eventually(async () => (await shown()).length > 10, 20_000, 5)
    await act()
    await gateway.phones.healFaults()
  }

  async function allSent(session: string, ids: readonly string[]) {
    for (const id of ids) await waitForMessage(gateway.api, session, id, ['SENT', 'DELIVERED'])
  }

  it('are sent in order, each once', async () => {
    const { session, ids, shown } = await backlog()
    await gateway.phones.healFaults()
    await allSent(session, ids)
    expect((await shown()).map(({ id, copies }) => [id, copies])).toEqual(ids.map((id) => [id, 1]))
  })

  it('continue in order after a failed message', async () => {
    const { session, ids, shown } = await backlog()
    const [failing = ''] = ids.splice(4, 1)
    // WhatsApp has no message for this content, which no code of ours writes.
    const broken = { type: 'unknown', content: {} } as const
    await gateway.services.db.update(messages).set(broken).where(eq(messages.id, failing))
    await gateway.phones.healFaults()
    await waitForMessage(gateway.api, session, failing, ['FAILED'])
    await allSent(session, ids)
    expect((await shown()).map(({ id, copies }) => [id, copies])).toEqual(ids.map((id) => [id, 1]))
  })

  it('are sent once and in order if their connector gets SIGTERM meanwhile', async () => {
    const waiting = await backlog()
    await interrupt(waiting, () => process.kill(gateway.connectors[0]?.pid ?? 0, 'SIGTERM'))
    await allSent(waiting.session, waiting.ids)
    expect((await waiting.shown()).map(({ id, copies }) => [id, copies])).toEqual(
      waiting.ids.map((id) => [id, 1]),
    )
  })

  it('are all shown once and in order if their connector is killed meanwhile', async () => {
    const waiting = await backlog()
    await interrupt(waiting, () => process.kill(gateway.connectors[0]?.pid ?? 0, 'SIGKILL'))
    await allSent(waiting.session, waiting.ids)
    expect((await waiting.shown()).map(({ id }) => id)).toEqual(waiting.ids)
  })

  it('are all shown once and in order if the network fails meanwhile', async () => {
    const waiting = await backlog()
    await interrupt(waiting, () => gateway.phones.drop(waiting.phone))
    await allSent(waiting.session, waiting.ids)
    expect((await waiting.shown()).map(({ id }) => id)).toEqual(waiting.ids)
  })
})

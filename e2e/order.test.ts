import { eq } from 'drizzle-orm'
import { afterEach, describe, expect, it } from 'vitest'
import { messages } from '#shared/database/index.ts'
import { eventually } from './support/eventually.ts'
import { sendText, useGateway, waitForMessage, waitForStatus } from './support/gateway.ts'

/** More than two looks at the queue bring. */
const BACKLOG = 25

describe('the messages of one session that wait in its queue', () => {
  const gateway = useGateway()

  afterEach(() => gateway.phones.healFaults())

  /** A session that is offline, with messages in its queue for a customer who knows it. */
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

  /** Lets the session come back, in the middle of whose second batch `act` is called. */
  async function interrupt({ phone, shown }: Awaited<ReturnType<typeof backlog>>, act: () => unknown) {
    await gateway.phones.healFaults()
    // A batch leaves at once; the next is received when WhatsApp has all of it.
    await gateway.phones.fault({ ackDelayMs: 500, phone })
    await eventually(async () => (await shown()).length > 10, 20_000, 5)
    await act()
    await gateway.phones.healFaults()
  }

  async function allSent(session: string, ids: readonly string[]) {
    for (const id of ids) await waitForMessage(gateway.api, session, id, ['SENT', 'DELIVERED'])
  }

  it('go out in order, each once', async () => {
    const { session, ids, shown } = await backlog()
    await gateway.phones.healFaults()
    await allSent(session, ids)
    expect((await shown()).map(({ id, copies }) => [id, copies])).toEqual(ids.map((id) => [id, 1]))
  })

  it('go on in order behind one that fails in the middle of them', async () => {
    const { session, ids, shown } = await backlog()
    const [failing = ''] = ids.splice(4, 1)
    // Content that no code of ours writes: nothing can be made of it for WhatsApp.
    const broken = { type: 'unknown', content: {} } as const
    await gateway.services.db.update(messages).set(broken).where(eq(messages.id, failing))
    await gateway.phones.healFaults()
    await waitForMessage(gateway.api, session, failing, ['FAILED'])
    await allSent(session, ids)
    expect((await shown()).map(({ id, copies }) => [id, copies])).toEqual(ids.map((id) => [id, 1]))
  })

  it('go out once and in order when their connector is asked to stop in the middle of them', async () => {
    const waiting = await backlog()
    await interrupt(waiting, () => process.kill(gateway.connectors[0]?.pid ?? 0, 'SIGTERM'))
    await allSent(waiting.session, waiting.ids)
    expect((await waiting.shown()).map(({ id, copies }) => [id, copies])).toEqual(
      waiting.ids.map((id) => [id, 1]),
    )
  })

  it('are all shown, once and in order, when their connector is killed in the middle of them', async () => {
    const waiting = await backlog()
    await interrupt(waiting, () => process.kill(gateway.connectors[0]?.pid ?? 0, 'SIGKILL'))
    await allSent(waiting.session, waiting.ids)
    expect((await waiting.shown()).map(({ id }) => id)).toEqual(waiting.ids)
  })

  it('are all shown, once and in order, when the network fails in the middle of them', async () => {
    const waiting = await backlog()
    await interrupt(waiting, () => gateway.phones.drop(waiting.phone))
    await allSent(waiting.session, waiting.ids)
    expect((await waiting.shown()).map(({ id }) => id)).toEqual(waiting.ids)
  })
})

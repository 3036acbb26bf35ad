import { asc } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { startConnectors } from '#local/index.ts'
import { partitions } from '#shared/database/index.ts'
import { slowness } from '#shared/testing.ts'
import { eventually } from './support/eventually.ts'
import { freezeInTransaction } from './support/freeze.ts'
import { sendText, useGateway, waitForMessage, waitForStatus } from './support/gateway.ts'
import { adminOf } from './support/tenants.ts'

const SESSIONS = 8

describe('two connectors', () => {
  const gateway = useGateway({ VESPER_CONNECTORS: '2' })

  const sessions: { id: string; phone: string }[] = []
  const connectors = async () => (await adminOf(gateway)('GET', '/connectors')).body.data
  const pidOf = (index: number) => gateway.connectors[index]?.pid ?? 0

  /** Sends a text from each session, and returns the seconds until WhatsApp has all of them. Expects that no send is refused. */
  async function secondsUntilSent(customer: string): Promise<number> {
    const startedAt = Date.now()
    const sent = await Promise.all(
      sessions.map(async ({ id }) => ({
        session: id,
        id: await sendText(gateway.api, id, customer, 'are you there?'),
      })),
    )
    for (const { session, id } of sent) await waitForMessage(gateway.api, session, id, ['SENT', 'DELIVERED'])
    const seconds = (Date.now() - startedAt) / 1000
    for (const { id } of sent) await gateway.phones.waitFor(customer, id)
    const copies = (await gateway.phones.shown(customer)).map(({ copies }) => copies)
    expect(copies).toEqual(copies.map(() => 1))
    return seconds
  }

  it('share the partitions, and report their sessions', async () => {
    for (let n = 0; n < SESSIONS; n++) sessions.push(await gateway.pair())
    await eventually(async () => {
      const shares = (await connectors()).map(({ partitions }: { partitions: number }) => partitions)
      return shares.length === 2 && shares.every((share: number) => share === 2)
    })
    await eventually(async () => {
      const carried = (await connectors()).reduce(
        (sum: number, { sessions }: { sessions: number }) => sum + sessions,
        0,
      )
      return carried === SESSIONS
    })
    expect((await connectors())[0]).toMatchObject({ capacity: 1_000, memoryBytes: expect.any(Number) })
  })

  it('hand over sessions before a lease ends after SIGTERM, and refuse no send', async () => {
    const customer = await gateway.phones.create()
    process.kill(pidOf(0), 'SIGTERM')
    expect(await secondsUntilSent(customer)).toBeLessThan(7 * slowness())
  })

  it('reconnect all sessions within 15 s of a kill, and refuse no send', async () => {
    const customer = await gateway.phones.create()
    process.kill(pidOf(1), 'SIGKILL')
    expect(await secondsUntilSent(customer)).toBeLessThan(15 * slowness())
  })

  it('reconnect all sessions within 20 s of a freeze inside a transaction, and send nothing twice', async () => {
    const customer = await gateway.phones.create()
    const pid = await freezeInTransaction(gateway, sessions[0] ?? { id: '', phone: '' })
    try {
      expect(await secondsUntilSent(customer)).toBeLessThan(20 * slowness())
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    expect(await secondsUntilSent(await gateway.phones.create())).toBeLessThan(20 * slowness())
  })

  it('move each session once in a rolling update, and refuse no send', async () => {
    const { db } = gateway.services
    const epochs = async () =>
      (await db.select().from(partitions).orderBy(asc(partitions.id))).map(({ epoch }) => epoch)
    const shares = async () =>
      (await connectors()).map(({ partitions: held }: { partitions: number }) => held)
    await eventually(async () => (await shares()).every((held: number) => held === 2))
    const before = await epochs()
    const replaced = gateway.connectors.splice(0)
    for (const old of replaced) {
      const environment = { ...gateway.connectorEnvironment, VESPER_RELEASE: 'newer' }
      gateway.connectors.push(...(await startConnectors(1, environment)))
      await old.stop()
    }
    await eventually(async () => (await shares()).join() === '2,2')
    expect((await epochs()).map((epoch, id) => epoch - (before[id] ?? 0))).toEqual([1, 1, 1, 1])
    await secondsUntilSent(await gateway.phones.create())
  })
})

describe('a session', () => {
  const gateway = useGateway({ VESPER_KEEP_ALIVE_SECONDS: '1' })

  it('with a silent socket loses its status connected, and reconnects', async () => {
    const { id, phone } = await gateway.pair()
    await gateway.phones.fault({ silent: true, phone })
    await waitForStatus(gateway.api, id, 'connecting')
    await gateway.phones.healFaults()
    await waitForStatus(gateway.api, id, 'connected')
  })

  it('reports a restriction by WhatsApp and its end', async () => {
    const { id, phone } = await gateway.pair()
    const stranger = await gateway.phones.create()
    await gateway.phones.fault({ ackError: 463, restrictedSeconds: 3_600, phone })
    const message = await sendText(gateway.api, id, stranger, 'hello, stranger')
    await waitForMessage(gateway.api, id, message, ['FAILED'])
    const { restrictions } = await eventually(async () => {
      const { data } = (await gateway.api('GET', `/sessions/${id}`)).body
      return data.restrictions && data
    })
    expect(restrictions).toMatchObject([{ type: 'reachout_timelock' }])
    expect(Date.parse(restrictions[0].until)).toBeGreaterThan(Date.now() + 3_500_000)
    await gateway.phones.healFaults()
  })
})

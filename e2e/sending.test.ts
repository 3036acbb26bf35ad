import { randomUUID } from 'node:crypto'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { eq } from 'drizzle-orm'
import { afterEach, describe, expect, it } from 'vitest'
import { functionEnvironment } from '#functions/config.ts'
import { sweep } from '#functions/sweeper/sweep.ts'
import { messages, sessions } from '#shared/database/index.ts'
import { sendMessage } from '#shared/domain/messages/index.ts'
import { phoneJid } from '#shared/jid.ts'
import { commandQueueUrl } from '#shared/queues/index.ts'
import { eventually } from './support/eventually.ts'
import { sendText, useGateway, waitForMessage, waitForStatus } from './support/gateway.ts'

const gateway = useGateway()

afterEach(() => gateway.phones.healFaults())

/** Sends a command to a session's queue without the API, by AWS' own SDK. */
async function enqueue(sessionId: string, body: string): Promise<void> {
  const config = functionEnvironment.parse(gateway.parts.environment)
  const [row] = await gateway.services.db.select().from(sessions).where(eq(sessions.id, sessionId))
  const sqs = new SQSClient({
    region: config.AWS_REGION,
    endpoint: config.AWS_ENDPOINT_URL_SQS ?? '',
    useQueueUrlAsEndpoint: false,
  })
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: commandQueueUrl(config, row?.partition ?? 0),
      MessageBody: body,
      MessageGroupId: sessionId,
      MessageDeduplicationId: randomUUID(),
    }),
  )
  sqs.destroy()
}

/** Sends a text with an expiry in ms, and returns its id. */
async function sendWithin(ms: number, sessionId: string, to: string, text: string): Promise<string> {
  const { services, info } = gateway
  const settings = { ...services.settings, sendWithinMs: ms }
  const ctx = { ...services, appId: info.appId, settings }
  const message = { remoteJid: phoneJid(to), type: 'text', content: { text } } as const
  return (await sendMessage({ ctx, input: { sessionId, ...message } })).key.id
}

/** Inserts a PENDING row that the API did not enqueue. */
async function insertPending(
  session: string,
  row: { id: string; to: string; type: 'text' | 'unknown'; text?: string },
) {
  const [owner] = await gateway.services.db.select().from(sessions).where(eq(sessions.id, session))
  await gateway.services.db.insert(messages).values({
    id: row.id,
    sessionId: session,
    appId: owner?.appId ?? '',
    sender: 'me',
    fromMe: true,
    remoteJid: `${row.to}@s.whatsapp.net`,
    type: row.type,
    content: row.text === undefined ? {} : { text: row.text },
    status: 'PENDING',
    source: 'api',
    timestamp: 0,
    expiresAt: new Date(Date.now() + 600_000),
  })
}

describe('a message', () => {
  it('to a number that is not on WhatsApp ends FAILED with not_on_whatsapp', async () => {
    const { api } = gateway
    const { id: session } = await gateway.paired()
    const id = await sendText(api, session, '4915112345678', 'anybody?')
    expect(await waitForMessage(api, session, id, ['FAILED'])).toMatchObject({ reason: 'not_on_whatsapp' })
  })

  it.each([
    [400, 'rejected_by_whatsapp'],
    [463, 'reachout_timelock'],
    [479, 'rejected_by_whatsapp'],
  ])("with WhatsApp's error %i ends FAILED with %s", async (ackError, reason) => {
    const { api, phones } = gateway
    const { id: session, phone } = await gateway.pair()
    const customer = await phones.create()
    await phones.fault({ ackError, phone, count: 1 })
    const id = await sendText(api, session, customer, 'refused')
    expect(await waitForMessage(api, session, id, ['FAILED'])).toMatchObject({ reason })
    await waitForMessage(api, session, await sendText(api, session, customer, 'taken'), ['DELIVERED'])
  })

  it('is sent in order after the session reconnects, if it was accepted while the session was offline', async () => {
    const { api, phones } = gateway
    const { id: session, phone } = await gateway.pair()
    const customer = await phones.create()
    await phones.fault({ refuseConnections: true })
    await phones.drop(phone)
    await waitForStatus(api, session, 'connecting')
    const ids: string[] = []
    for (const text of ['one', 'two', 'three']) ids.push(await sendText(api, session, customer, text))
    await phones.healFaults()
    for (const id of ids) await waitForMessage(api, session, id, ['DELIVERED'])
    expect((await phones.shown(customer)).map((message) => message.id)).toEqual(ids)
  })

  it('ends FAILED with expired if it cannot be sent in time, and is never sent', async () => {
    const { api, phones } = gateway
    const { id: session, phone } = await gateway.pair()
    const customer = await phones.create()
    await phones.fault({ refuseConnections: true })
    await phones.drop(phone)
    await waitForStatus(api, session, 'connecting')
    const id = await sendWithin(500, session, customer, 'too late')
    expect(await waitForMessage(api, session, id, ['FAILED'])).toMatchObject({ reason: 'expired' })
    await phones.healFaults()
    await waitForStatus(api, session, 'connected')
    await waitForMessage(api, session, await sendText(api, session, customer, 'in time'), ['DELIVERED'])
    expect((await phones.shown(customer)).map(({ text }) => text)).toEqual(['in time'])
  })

  it('ends FAILED with session_logged_out if its session is unlinked while it waits', async () => {
    const { api, phones } = gateway
    const { id: session, phone } = await gateway.pair()
    const customer = await phones.create()
    await phones.fault({ refuseConnections: true })
    await phones.drop(phone)
    await waitForStatus(api, session, 'connecting')
    const id = await sendText(api, session, customer, 'nobody is left')
    await phones.unlink(phone)
    await phones.healFaults()
    expect(await waitForMessage(api, session, id, ['FAILED'])).toMatchObject({ reason: 'session_logged_out' })
  })

  it('is sent again with the same id if its ack got lost, and the phone shows it once', async () => {
    const { api, phones } = gateway
    const { id: session, phone } = await gateway.pair()
    const customer = await phones.create()
    await phones.fault({ dropAcks: true, phone, count: 1 })
    await phones.fault({ dropReceipts: true, phone: customer })
    const id = await sendText(api, session, customer, 'once')
    await phones.waitFor(customer, id)
    await phones.healFaults()
    await phones.drop(phone)
    await eventually(async () => (await phones.waitFor(customer, id)).copies === 2)
    await waitForMessage(api, session, id, ['SENT', 'DELIVERED'])
    expect(await phones.shown(customer)).toHaveLength(1)
  })

  it('is sent again if the phone cannot decrypt it, also after a restart of the connector', async () => {
    const { api, phones } = gateway
    const { id: session } = await gateway.pair()
    const customer = await phones.create()
    await waitForMessage(api, session, await sendText(api, session, customer, 'first'), ['DELIVERED'])
    await phones.fault({ undecryptable: true, phone: customer, count: 1 })
    const id = await sendText(api, session, customer, 'say again')
    expect((await phones.waitFor(customer, id)).text).toBe('say again')

    await phones.setOnline(customer, false)
    const late = await sendText(api, session, customer, 'said by an earlier connector')
    await waitForMessage(api, session, late, ['SENT'])
    process.kill(gateway.connectors[0]?.pid ?? 0, 'SIGTERM')
    await phones.fault({ undecryptable: true, phone: customer, count: 1 })
    await waitForStatus(api, session, 'connecting')
    await waitForStatus(api, session, 'connected')
    await phones.setOnline(customer, true)
    expect((await phones.waitFor(customer, late)).text).toBe('said by an earlier connector')
  })

  it('needs one privacy token for each contact, also after a restart of the connector', async () => {
    const { api, phones } = gateway
    const { id: session } = await gateway.pair()
    const customer = await phones.create()
    const send = async (text: string) =>
      await waitForMessage(api, session, await sendText(api, session, customer, text), ['DELIVERED'])
    await send('first')
    await eventually(async () => (await phones.tokensOf(customer)) === 1)
    await send('second')
    process.kill(gateway.connectors[0]?.pid ?? 0, 'SIGTERM')
    await waitForStatus(api, session, 'connecting')
    await waitForStatus(api, session, 'connected')
    await send('third')
    await send('fourth')
    expect(await phones.tokensOf(customer)).toBe(1)
  })

  it('is sent after a failure of the database during the send', async () => {
    const { api, phones, services } = gateway
    const { id: session } = await gateway.pair()
    const customer = await phones.create()
    await waitForMessage(api, session, await sendText(api, session, customer, 'before'), ['DELIVERED'])
    await services.db.execute('alter table whatsapp_keys rename to out_of_order')
    const id = await sendText(api, session, customer, 'in the middle')
    await waitForStatus(api, session, 'connecting').finally(() =>
      services.db.execute('alter table out_of_order rename to whatsapp_keys'),
    )
    await waitForMessage(api, session, id, ['DELIVERED'])
    await waitForMessage(api, session, await sendText(api, session, customer, 'after'), ['DELIVERED'])
    expect((await phones.shown(customer)).map(({ text }) => text)).toEqual([
      'before',
      'in the middle',
      'after',
    ])
  })

  it('is settled by its receipt if its ack got lost, and not sent again', async () => {
    const { api, phones } = gateway
    const { id: session, phone } = await gateway.paired()
    const customer = await phones.create()
    await phones.fault({ dropAcks: true, phone })
    const ids = [await sendText(api, session, customer, 'one'), await sendText(api, session, customer, 'two')]
    for (const id of ids) await waitForMessage(api, session, id, ['DELIVERED'])
    expect((await phones.shown(customer)).map(({ copies }) => copies)).toEqual([1, 1])
  })

  it('never gets a lower status from a late receipt', async () => {
    const { api, phones } = gateway
    const { id: session, phone } = await gateway.paired()
    const customer = await phones.create()
    await phones.fault({ ackDelayMs: 1_500, phone, count: 1 })
    const id = await sendText(api, session, customer, 'read before it is acked')
    await phones.waitFor(customer, id)
    await phones.read(customer, phone)
    await waitForMessage(api, session, id, ['READ'])
    await waitForMessage(api, session, await sendText(api, session, customer, 'next'), ['DELIVERED'])
    expect((await api('GET', `/messages/${session}/${id}`)).body.data.status).toBe('READ')
  })
})

describe('a command', () => {
  it('joins the first if it is redelivered before its message is acked, and sends once', async () => {
    const { api, phones } = gateway
    const { id: session, phone } = await gateway.paired()
    const customer = await phones.create()
    await phones.fault({ ackDelayMs: 1_000, phone, count: 1 })
    const id = await sendText(api, session, customer, 'twice at once')
    await phones.waitFor(customer, id)
    await enqueue(session, JSON.stringify({ type: 'message.send', sessionId: session, messageId: id }))
    await waitForMessage(api, session, id, ['SENT', 'DELIVERED'])
    expect((await phones.waitFor(customer, id)).copies).toBe(1)
  })

  it('sends once if it is delivered twice', async () => {
    const { api, phones } = gateway
    const { id: session } = await gateway.paired()
    const customer = await phones.create()
    const id = await sendText(api, session, customer, 'twice')
    await waitForMessage(api, session, id, ['DELIVERED'])
    await enqueue(session, JSON.stringify({ type: 'message.send', sessionId: session, messageId: id }))
    await waitForMessage(api, session, await sendText(api, session, customer, 'behind it'), ['DELIVERED'])
    expect((await phones.shown(customer)).map(({ copies }) => copies)).toEqual([1, 1])
  })

  it('goes to the dead letters if it is unreadable, and delays no other command', async () => {
    const { api, phones, parts } = gateway
    const { id: session } = await gateway.paired()
    const customer = await phones.create()
    const rubbish = `{"type":"nonsense ${session}"}`
    await enqueue(session, rubbish)
    await waitForMessage(api, session, await sendText(api, session, customer, 'behind it'), ['DELIVERED'])
    expect(parts.sqs.bodiesIn('deadLetters')).toContain(rubbish)
  })

  it('goes to the dead letters if it keeps failing, and its message ends FAILED', async () => {
    const { api, phones, parts } = gateway
    const { id: session } = await gateway.pair()
    const { id: other } = await gateway.paired()
    const customer = await phones.create()
    // WhatsApp has no message for this content, which no code of ours writes.
    const ids = ['D', 'E', 'F'].map((digit) => `3EB0${digit.repeat(18)}`)
    const [id = '', , last] = ids
    for (const each of ids) {
      await insertPending(session, { id: each, to: customer, type: 'unknown' })
      await enqueue(session, JSON.stringify({ type: 'message.send', sessionId: session, messageId: each }))
    }
    const behind = await sendText(api, other, customer, 'another session')
    await waitForMessage(api, other, behind, ['DELIVERED'])
    expect((await api('GET', `/messages/${session}/${last}`)).body.data.status).toBe('PENDING')
    expect(await waitForMessage(api, session, id, ['FAILED'])).toMatchObject({
      reason: 'internal_error',
    })
    await eventually(() => parts.sqs.bodiesIn('deadLetters').some((body) => body.includes(id)))
  })

  it('is enqueued by the sweeper if it never reached the queue', async () => {
    const { api, phones, services } = gateway
    const { id: session } = await gateway.paired()
    const customer = await phones.create()
    const id = `3EB0${'A'.repeat(18)}`
    await insertPending(session, { id, to: customer, type: 'text', text: 'its API host died behind the row' })
    await sweep({ ...services, now: () => new Date(Date.now() + 60_000) })
    expect((await phones.waitFor(customer, id)).text).toBe('its API host died behind the row')
    await waitForMessage(api, session, id, ['DELIVERED'])
  })
})

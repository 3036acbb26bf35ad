import { expect, it } from 'vitest'
import { events } from '#shared/database/index.ts'
import { slowness } from '#shared/testing.ts'
import { eventually } from './support/eventually.ts'
import { useSharedGateway } from './support/gateway.ts'
import { startReceiver } from './support/receiver.ts'

const gateway = useSharedGateway()
const EVENTS = 250
const CHATS = 25

it('delivers 250 events to a healthy endpoint in order by chat while another endpoint hangs', async () => {
  const hanging = await startReceiver(() => new Promise(() => undefined))
  const healthy = await startReceiver()
  for (const { url } of [hanging, healthy])
    await gateway.api('POST', '/webhooks', { url, events: ['message.sent'] })

  const session = 'YoNofiM9vtHy'
  await gateway.services.db.insert(events).values(
    Array.from({ length: EVENTS }, (_, index) => ({
      appId: gateway.info.appId,
      sessionId: session,
      chat: `chat-${index % CHATS}`,
      type: 'message.sent' as const,
      data: { id: String(index), session, remoteJid: `chat-${index % CHATS}` },
      occurredAt: new Date(),
    })),
  )
  await gateway.services.outbox.wake(session)
  await eventually(() => healthy.received.length >= EVENTS)
  // Each call of the hanging endpoint takes 10 s, so that it gets far fewer events. A slow machine allows more of them.
  expect(hanging.received.length).toBeLessThan((EVENTS / 4) * slowness())
  for (let chat = 0; chat < CHATS; chat++) {
    const mine = healthy.of('message.sent').filter(({ body }) => body.data.remoteJid === `chat-${chat}`)
    const indexes = mine.map(({ body }) => Number(body.data.id))
    expect(indexes).toEqual(indexes.toSorted((a, b) => a - b))
  }
})

import { eventually } from '../eventually.ts'
import { sendText, type TestGateway, waitForMessage } from '../gateway.ts'
import type { Resources } from './resources.ts'
import type { serveFiles } from './serveFiles.ts'

const API = '/api/v1'
const MESSAGE = `${API}/messages/{sessionId}/{msgId}`
const FLOW = `${API}/chatbot/flows/{flowId}`
const CAMPAIGN = `${API}/broadcast/campaigns/{id}`
const SEND = `POST ${API}/messages/send`
const LIST_NAME = 'Customers'
/** Number of the suppression list. The erasure of this person changes no other resource. */
const LISTED = '905559990001'
const FUTURE = '2099-12-01T09:00:00+03:00'
/** Recipients of a campaign that is paused before it has written to all. */
const MANY = 200

/** URLs for generated requests. */
interface Addresses {
  /** A receiver that answers 200. */
  receiver: string
  /** A receiver that answers 410, so that a webhook of a generated request is disabled by its first event. */
  gone: string
  files: Awaited<ReturnType<typeof serveFiles>>
}

/** Creates one resource of each kind of the public API, and a second one for each operation that removes or ends its resource. */
export async function prepareApi(
  gateway: TestGateway,
  { receiver, gone, files }: Addresses,
): Promise<Resources> {
  const { api, phones } = gateway
  const create = creatorOf(gateway)
  const { id: session, phone: business } = await gateway.pair()
  const phone = await phones.create('Ahmet')
  const messages = await exchange(gateway, { session, business, phone })
  const { flowId, stepId, runId } = await converse(gateway, { session, business, phone })

  const list = () => create('/broadcast/lists', { name: LIST_NAME, recipients: [{ phone }] })
  const campaign = (given: object = { draft: true, recipients: [{ phone }] }) =>
    create('/broadcast/campaigns', { session, name: 'Sale', text: 'Hi', ...given })
  const group = () => create('/groups/create', { session, subject: 'Family', participants: [phone] })
  const webhook = () => create('/webhooks', { url: receiver, events: ['group.leave'] })
  const pausedCampaign = async () => {
    const recipients = Array.from({ length: MANY }, (_, index) => ({
      phone: String(905_550_000_000 + index),
    }))
    const id = await campaign({ recipients })
    await api('POST', `/broadcast/campaigns/${id}/pause`)
    return id
  }
  const webhookId = await webhook()
  const changedWebhook = { id: await webhook() }
  const { deliveryId } = (await api('POST', `/webhooks/${webhookId}/test`)).body.data
  const listId = await list()
  const unpaired = { id: await create('/sessions', { name: 'unpaired' }) }
  const published = { flowId: await create(`/chatbot/flows/${flowId}/duplicate`) }
  await api('PUT', `/chatbot/flows/${published.flowId}`, { sessionId: (await gateway.pair()).id })
  const removedStep = await create(`/chatbot/flows/${flowId}/steps`, { type: 'wait_reply' })
  const joined = await phones.call('POST', `/phones/${phone}/groups`, {
    subject: 'Club',
    participants: [await phones.create()],
  })
  await api('POST', '/broadcast/suppressions', { phone: LISTED })
  const { appId } = gateway.info
  const resources = {
    phone,
    body: {
      ...{ session, sessionId: session, appId, listId, startStepId: stepId },
      ...{ quoted: messages.sent, messageId: messages.sent },
    },
    bodies: {
      ...byOperation([`POST ${API}/webhooks`, `PUT ${API}/webhooks/{id}`, `PATCH ${API}/webhooks/{id}`], {
        url: gone,
        sessions: [session],
        // A null needs a stored value, and the names of headers differ in more than their case.
        headers: { 'X-Shop': 'istanbul' },
      }),
      ...byOperation([`${SEND}/image`, `${SEND}/document`, `${SEND}/sticker`], { url: files.picture }),
      ...byOperation([`PUT ${API}/groups/{groupId}/picture`, `PATCH ${API}/groups/{groupId}/picture`], {
        url: files.picture,
      }),
      ...byOperation([`${SEND}/audio`], { url: files.sound }),
      // No phone of this gateway has a generated username.
      ...byOperation([`${SEND}/reaction`], { to: phone }),
      ...byOperation([`${SEND}/video`], { url: files.film }),
      ...byOperation([`POST ${API}/groups/join`], { invite: joined.body.inviteCode }),
      ...byOperation([`POST ${API}/broadcast/campaigns`], { scheduledAt: FUTURE }),
      // The stored type decides which fields these objects have.
      ...byOperation([`PUT ${FLOW}`, `PATCH ${FLOW}`], {
        triggerType: 'keyword',
        triggerValue: { keywords: ['bot'] },
      }),
      ...byOperation([`PUT ${FLOW}/steps/{stepId}`, `PATCH ${FLOW}/steps/{stepId}`], {
        type: 'wait_reply',
        config: {},
      }),
    },
    // The time of a start has an offset, or a time zone beside the time.
    omitted: { [`POST ${API}/broadcast/campaigns`]: ['timezone'] },
    deep: {
      // No pattern tells an IANA zone from another word.
      timezone: 'Europe/Istanbul',
      // JSON Schema does not compare two fields.
      ...{ minDelaySeconds: 2, maxDelaySeconds: 600 },
      // A word must hold more than accents and invisible characters.
      ...{ keywords: ['bot'], stopWords: ['stop'], startWords: ['start'] },
      // The ids of buttons are unique, and a value may be a pattern in the syntax of RE2.
      ...{ buttons: [{ id: 'orders', label: 'My orders' }], value: 'orders' },
    },
    // A path in the answer of a server has a syntax of its own.
    maps: { connections: stepId, variables: 'data.id' },
    withText: { [`POST ${API}/broadcast/lists`]: ['name'] },
    texts: { 'text/csv': `phone,name,city\n${phone},Ayşe,İzmir\n` },
    parameters: {
      ...{ sessionId: session, session, appId, flowId, stepId, runId, deliveryId, jid: phone, phones: phone },
      phone: LISTED,
      groupId: await group(),
    },
    special: {
      [`GET ${API}/groups/{sessionOrGroupId}`]: { sessionOrGroupId: session },
      ...byOperation([`PUT ${API}/groups/{sessionOrGroupId}`, `PATCH ${API}/groups/{sessionOrGroupId}`], {
        sessionOrGroupId: await group(),
      }),
      [`${API}/person-requests`]: { id: await create('/persons/905559990002/export') },
      [`${API}/sessions`]: { id: session },
      [`${API}/webhooks`]: { id: webhookId },
      [`${API}/broadcast/lists`]: { id: listId },
      [`POST ${API}/broadcast/lists`]: { name: LIST_NAME },
      [`${API}/broadcast/campaigns`]: { id: await campaign() },
      [MESSAGE]: { msgId: messages.sent },
      [`POST ${MESSAGE}/read`]: { msgId: messages.received },
      [`DELETE ${MESSAGE}`]: { msgId: messages.removed },
      [`POST ${MESSAGE}/revoke`]: { msgId: messages.revoked },
      [`POST ${API}/sessions/{id}/restart`]: unpaired,
      [`POST ${API}/sessions/{id}/pairing-code`]: unpaired,
      [`POST ${API}/sessions/{id}/logout`]: { id: (await gateway.pair()).id },
      [`DELETE ${API}/sessions/{id}`]: { id: await create('/sessions', { name: 'removed' }) },
      [`PUT ${API}/webhooks/{id}`]: changedWebhook,
      [`PATCH ${API}/webhooks/{id}`]: changedWebhook,
      [`DELETE ${API}/webhooks/{id}`]: { id: await webhook() },
      [`DELETE ${API}/broadcast/lists/{id}`]: { id: await list() },
      [`DELETE ${CAMPAIGN}`]: { id: await campaign() },
      [`POST ${CAMPAIGN}/cancel`]: { id: await campaign() },
      [`POST ${CAMPAIGN}/pause`]: { id: await pausedCampaign() },
      [`POST ${CAMPAIGN}/resume`]: { id: await pausedCampaign() },
      [`POST ${API}/groups/{groupId}/leave`]: { groupId: await group() },
      [`POST ${FLOW}/publish`]: published,
      [`POST ${FLOW}/unpublish`]: published,
      [`DELETE ${FLOW}`]: { flowId: await create(`/chatbot/flows/${flowId}/duplicate`) },
      [`DELETE ${FLOW}/steps/{stepId}`]: { stepId: removedStep },
    },
  }
  return { ...resources, ids: idsIn(resources, [phone, LISTED, LIST_NAME]) }
}

/** Lists the values of all parameters and fields that are ids. */
function idsIn({ body, parameters, special }: Omit<Resources, 'ids'>, others: readonly string[]): string[] {
  const values = [body, parameters, ...Object.values(special)].flatMap((names) => Object.values(names))
  return [...new Set(values)].filter((value) => !others.includes(value))
}

function byOperation(operations: string[], values: Record<string, unknown>): Resources['bodies'] {
  return Object.fromEntries(operations.map((operation) => [operation, values]))
}

/** Creates a resource with a POST. Returns the id. */
function creatorOf({ api }: TestGateway) {
  return async (path: string, body?: unknown): Promise<string> => {
    const answer = await api('POST', path, body)
    if (answer.status >= 300)
      throw new Error(`POST ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    return answer.body.data.id
  }
}

interface Talk {
  session: string
  business: string
  phone: string
}

/** Sends three texts and receives one. Returns the ids once all are delivered. */
async function exchange({ api, phones }: TestGateway, { session, business, phone }: Talk) {
  const send = () => sendText(api, session, phone, 'Hello')
  const ids = { sent: await send(), removed: await send(), revoked: await send() }
  const { id: received } = await phones.write(phone, business, 'Hi')
  for (const id of [...Object.values(ids), received])
    await waitForMessage(api, session, id, ['DELIVERED', 'READ'])
  return { ...ids, received }
}

/** Publishes a flow that waits for a reply, and lets the phone start a run of the flow. */
async function converse(gateway: TestGateway, { session, business, phone }: Talk) {
  const { api, phones, info } = gateway
  const create = creatorOf(gateway)
  const trigger = { triggerType: 'keyword', triggerValue: { keywords: ['bot'] } }
  const flow = { appId: info.appId, name: 'Bot', sessionId: session, ...trigger }
  const flowId = await create('/chatbot/flows', flow)
  const stepId = await create(`/chatbot/flows/${flowId}/steps`, { type: 'wait_reply' })
  await api('POST', `/chatbot/flows/${flowId}/publish`)
  await phones.write(phone, business, 'bot')
  const runId: string = await eventually(
    async () => (await api('GET', `/chatbot/flows/${flowId}/sessions`)).body.data[0]?.id,
  )
  return { flowId, stepId, runId }
}

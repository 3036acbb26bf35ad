import type { Answer } from './client.ts'
import { type TestGateway, waitForMessage } from './gateway.ts'

interface Actors {
  /** A connected session. */
  session: string
  appId: string
  /** The number of a phone that receives the messages. */
  customer: string
  /** The number of a phone that joins a group. */
  member: string
  /** The origin of photo.jpg, film.mp4, report.pdf and sound.wav. */
  files: string
  /** The URL of a receiver of webhooks. */
  receiver: string
}

type Caller = (endpoint: string, path?: string, body?: unknown) => Promise<Answer['body']>

/** Calls each endpoint of the public documentation, and returns the answers by endpoint. */
export async function callDocumented(
  { api }: Pick<TestGateway, 'api'>,
  actors: Actors,
): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>()
  const call: Caller = async (endpoint: string, path = '', body?: unknown) => {
    const [method = '', documented = ''] = endpoint.split(' ')
    const answer = await api(method, path || documented, body)
    answers.set(endpoint, answer)
    return answer.body.data
  }
  await callSessions(call, actors)
  const { id } = await callMessages(call, actors)
  await waitForMessage(api, actors.session, id, ['DELIVERED'])
  await call('GET /messages/:sessionId/:msgId', `/messages/${actors.session}/${id}`)
  await call('DELETE /messages/:sessionId/:msgId', `/messages/${actors.session}/${id}`)
  await callWebhooks(call, actors)
  await callGroups(call, actors)
  await callBroadcast(call, actors)
  await callChatbot(call, actors)
  return answers
}

async function callSessions(call: Caller, { session }: Actors): Promise<void> {
  const row = await call('POST /sessions', '', { name: 'documented' })
  await call('GET /sessions')
  await call('GET /sessions/:id', `/sessions/${session}`)
  await call('GET /sessions/:id/qr', `/sessions/${session}/qr`)
  await call('GET /sessions/:id/status', `/sessions/${session}/status`)
  await call('POST /sessions/:id/restart', `/sessions/${row.id}/restart`)
  await call('DELETE /sessions/:id', `/sessions/${row.id}`)
}

/** Returns the key of the text. */
async function callMessages(call: Caller, { session, customer, files }: Actors): Promise<{ id: string }> {
  const send = { session, to: customer }
  const { key } = await call('POST /messages/send/text', '', { ...send, text: 'x' })
  await call('POST /messages/send/image', '', { ...send, url: `${files}/photo.jpg` })
  await call('POST /messages/send/video', '', { ...send, url: `${files}/film.mp4` })
  await call('POST /messages/send/document', '', {
    ...send,
    url: `${files}/report.pdf`,
    filename: 'x.pdf',
  })
  await call('POST /messages/send/audio', '', { ...send, url: `${files}/sound.wav`, ptt: true })
  await call('POST /messages/send/location', '', { ...send, latitude: 41.0082, longitude: 28.9784 })
  await call('GET /messages/:sessionId', `/messages/${session}?jid=${customer}`)
  return key
}

async function callWebhooks(call: Caller, { receiver }: Actors): Promise<void> {
  const { id: webhook } = await call('POST /webhooks', '', { url: receiver, events: ['group.join'] })
  await call('GET /webhooks')
  await call('GET /webhooks/:id', `/webhooks/${webhook}`)
  await call('PUT /webhooks/:id', `/webhooks/${webhook}`, { events: ['group.leave'] })
  await call('POST /webhooks/:id/test', `/webhooks/${webhook}/test`)
  await call('GET /webhooks/:id/logs', `/webhooks/${webhook}/logs`)
  await call('DELETE /webhooks/:id', `/webhooks/${webhook}`)
}

async function callGroups(call: Caller, { session, customer, member }: Actors): Promise<void> {
  const { id: group } = await call('POST /groups/create', '', {
    session,
    subject: 'Orders',
    participants: [customer],
  })
  await call('GET /groups/:sessionId', `/groups/${session}`)
  await call('PUT /groups/:groupId', `/groups/${group}`, { session, description: 'Questions' })
  const members = { session, participants: [member] }
  await call('POST /groups/:groupId/participants/add', `/groups/${group}/participants/add`, members)
  await call('POST /groups/:groupId/participants/remove', `/groups/${group}/participants/remove`, members)
}

async function callBroadcast(call: Caller, { session, customer }: Actors): Promise<void> {
  const recipients = [{ phone: customer, name: 'Ahmet', surname: 'Kaya' }]
  const { id: listId } = await call('POST /broadcast/lists', '', { name: 'Customers', recipients })
  await call('GET /broadcast/lists')
  const { id: campaign } = await call('POST /broadcast/campaigns', '', {
    ...{ session, name: 'Sale', listId, text: 'Hi {{name}} {{surname}}' },
  })
  await call('GET /broadcast/campaigns')
  await call('GET /broadcast/campaigns/:id', `/broadcast/campaigns/${campaign}`)
  await call('POST /broadcast/campaigns/:id/cancel', `/broadcast/campaigns/${campaign}/cancel`)
}

async function callChatbot(call: Caller, { session, appId }: Actors): Promise<void> {
  const { id: flow } = await call('POST /chatbot/flows', '', {
    ...{ appId, name: 'Bot', triggerType: 'first_contact', sessionId: session },
  })
  const at = `/chatbot/flows/${flow}`
  const config = { message: 'Hello' }
  const steps = '/chatbot/flows/:flowId/steps'
  await call('GET /chatbot/flows?appId=', `/chatbot/flows?appId=${appId}`)
  await call('PUT /chatbot/flows/:flowId', at, { name: 'Renamed', enabled: true })
  const step = await call(`POST ${steps}`, `${at}/steps`, { type: 'send_text', config })
  const other = await call(`POST ${steps}`, `${at}/steps`, { type: 'send_text', config })
  await call('GET /chatbot/flows/:flowId', at)
  await call(`PUT ${steps}/:stepId`, `${at}/steps/${step.id}`, { config: { message: 'Hi' } })
  await call(`PUT ${steps}/batch`, `${at}/steps/batch`, {
    steps: [{ id: step.id, position: { x: 1, y: 2 }, connections: { default: null } }],
  })
  await call(`DELETE ${steps}/:stepId`, `${at}/steps/${other.id}`)
  await call('POST /chatbot/flows/:flowId/simulate', `${at}/simulate`, { messages: ['hello'] })
  await call('POST /chatbot/flows/:flowId/publish', `${at}/publish`)
  await call('GET /chatbot/flows/:flowId/sessions', `${at}/sessions`)
  await call('GET /chatbot/stats?appId=', `/chatbot/stats?appId=${appId}`)
  await call('POST /chatbot/flows/:flowId/duplicate', `${at}/duplicate`)
  await call('POST /chatbot/flows/:flowId/unpublish', `${at}/unpublish`)
  await call('DELETE /chatbot/flows/:flowId', at)
}

import { picture } from '../files.ts'
import type { TestGateway } from '../gateway.ts'
import type { Wanted } from './updateTargets.ts'

const API = '/api/v1'
const [FIRST, SECOND] = ['905551234567', '905551234568']
/** Changes of a webhook whose field in GET has another name or another value. */
export const HIDDEN_OF_WEBHOOK = {
  ...{ secret: [], headers: ['headers'], enabled: ['enabled', 'disabledReason'] },
}

/** Creates the resources whose URL or fields depend on other resources, for the updates of the public API. */
export async function prepareUpdates({ api, info, pair, phones }: TestGateway) {
  const create = async (path: string, body: object) => (await api('POST', path, body)).body.data.id as string
  const [{ id: session }, { id: other }] = [await pair(), await pair()]
  const group = await create('/groups/create', {
    session,
    subject: 'Family',
    participants: [await phones.create()],
  })
  const customer = await phones.create()
  await api('POST', '/messages/send/text', { session, to: customer, text: 'Hello' })
  const flow = await create('/chatbot/flows', { appId: info.appId, name: 'Bot', triggerType: 'keyword' })
  const step = (message: string) =>
    create(`/chatbot/flows/${flow}/steps`, { type: 'send_text', config: { message } })
  const [first, second] = [await step('one'), await step('two')]
  const groupAt = `${API}/groups/${group}`
  const ofGroup = { shownAt: `${API}/groups/${session}/${group}`, fixed: { session } }
  const ofStep = {
    shownAt: `${API}/chatbot/flows/${flow}`,
    find: ({ steps }) => (steps as { id: string }[]).find(({ id }) => id === first) ?? {},
    values: {
      type: ['send_text'],
      config: [{ message: 'Hi' }, { message: 'Hello' }],
      connections: [{ default: second }, { default: null }],
    },
  } satisfies Wanted
  const image = (await picture('png')).toString('base64')
  const wanted: Record<string, Wanted> = {
    [`${API}/groups/{sessionOrGroupId}`]: { ...ofGroup, url: groupAt },
    [`${API}/groups/{groupId}/settings`]: { ...ofGroup, url: `${groupAt}/settings` },
    [`${API}/groups/{groupId}/picture`]: {
      ...{ ...ofGroup, url: `${groupAt}/picture` },
      values: { base64: [image] },
      // GET of a group does not show its picture. A file by URL or upload slot is another source of the same change.
      ...{ fixed: { session, base64: image }, changes: { url: [], mediaId: [] } },
    },
    [`${API}/sessions/{id}`]: {
      url: `${API}/sessions/${other}`,
      values: { name: ['Branch', 'Head office'] },
      // GET shows `receiveStatus` only if it is true.
      changes: { receiveStatus: ['receiveStatus'] },
    },
    [`${API}/apps/me`]: {
      url: `${API}/apps/me`,
      values: { corsOrigins: [['https://app.example.com', 'http://localhost:5173'], []] },
    },
    [`${API}/chats/{sessionId}/{jid}`]: { url: `${API}/chats/${session}/${customer}` },
    [`${API}/webhooks/{id}`]: {
      values: {
        events: [['message.received'], ['group.leave', 'session.qr']],
        sessions: [[session], [session, other], null],
        filter: [{ chats: `${FIRST}@s.whatsapp.net`, kinds: ['user', 'group'], fromMe: false }, null],
      },
      changes: HIDDEN_OF_WEBHOOK,
    },
    [`${API}/broadcast/lists/{id}`]: {
      values: { recipients: [[{ phone: FIRST }, { phone: SECOND }]] },
      changes: { recipients: ['recipients', 'import'], add: ['recipients'], remove: ['recipients'] },
    },
    [`${API}/broadcast/settings`]: {
      url: `${API}/broadcast/settings`,
      values: { stopWords: [['stop'], []], startWords: [['start'], []] },
    },
    [`${API}/chatbot/flows/{flowId}`]: {
      url: `${API}/chatbot/flows/${flow}`,
      values: {
        triggerType: ['keyword'],
        triggerValue: [{ keywords: ['hi'], matchType: 'exact' }, { keywords: ['bot'] }],
        ...{ sessionId: [session, other, null], startStepId: [first, second] },
      },
    },
    [`${API}/chatbot/flows/{flowId}/steps/{stepId}`]: {
      ...ofStep,
      url: `${API}/chatbot/flows/${flow}/steps/${first}`,
    },
    [`${API}/chatbot/flows/{flowId}/steps/batch`]: {
      ...{ ...ofStep, url: `${API}/chatbot/flows/${flow}/steps/batch` },
      ...{ listedIn: 'steps', fixed: { id: first } },
    },
  }
  return { wanted, known: { session, sessionId: session, appId: info.appId } }
}

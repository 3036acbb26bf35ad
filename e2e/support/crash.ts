import type { NpmStart } from './npmStart.ts'

/** The kinds of wait of a flow. A contact chooses a kind with `bot <kind>`. */
export const WAITS = ['delay', 'timeout', 'hook', 'reply']

/** Creates and publishes one flow with a branch for each kind of wait. Returns the id of the flow. */
export async function publishWaits(
  { api, info }: NpmStart,
  sessionId: string,
  origin: string,
): Promise<string> {
  const steps = waitsOf(origin)
  const trigger = { triggerType: 'keyword', triggerValue: { keywords: ['bot'], matchType: 'starts_with' } }
  const flow = await api('POST', '/chatbot/flows', {
    appId: info.appId,
    name: 'Waits',
    sessionId,
    ...trigger,
  })
  const flowId: string = flow.body.data.id
  const ids = new Map<string, string>()
  for (const [name, { type, config }] of Object.entries(steps)) {
    const { body } = await api('POST', `/chatbot/flows/${flowId}/steps`, { type, config, name })
    ids.set(name, body.data.id)
  }
  const linked = Object.entries(steps).map(([name, { connections }]) => ({
    id: ids.get(name),
    connections: Object.fromEntries(
      Object.entries(connections).map(([outlet, to]) => [outlet, to === null ? null : ids.get(to)]),
    ),
  }))
  await succeed(api('PUT', `/chatbot/flows/${flowId}/steps/batch`, { steps: linked }))
  await succeed(api('POST', `/chatbot/flows/${flowId}/publish`))
  return flowId
}

async function succeed(answer: Promise<{ status: number; body: unknown }>): Promise<void> {
  const { status, body } = await answer
  if (status !== 200) throw new Error(`The gateway answered ${status}: ${JSON.stringify(body)}`)
}

function waitsOf(origin: string) {
  const branch = (word: string) => ({ rules: [{ variable: 'last_reply', operator: 'equals', value: word }] })
  return {
    isDelay: {
      type: 'condition',
      config: branch('bot delay'),
      connections: { true: 'delay', false: 'isTimeout' },
    },
    isTimeout: {
      type: 'condition',
      config: branch('bot timeout'),
      connections: { true: 'timeout', false: 'isHook' },
    },
    isHook: { type: 'condition', config: branch('bot hook'), connections: { true: 'hook', false: 'reply' } },
    delay: { type: 'delay', config: { seconds: 3 }, connections: { default: 'done' } },
    timeout: { type: 'wait_reply', config: { timeout: 3 }, connections: { default: null, timeout: 'done' } },
    hook: { type: 'webhook', config: { url: `${origin}/hook` }, connections: { default: 'done' } },
    reply: { type: 'wait_reply', config: {}, connections: { default: 'done' } },
    done: { type: 'send_text', config: { message: 'Done' }, connections: {} },
  }
}

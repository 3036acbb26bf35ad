import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DatabaseConnection, messages } from '#shared/database/index.ts'
import { steerRun, sweepRuns } from '#shared/domain/chatbot/index.ts'
import { ask, type Sketch, say } from '#shared/domain/chatbot/testing.ts'
import { startFileStore } from '#shared/media/stores/testing.ts'
import { type Bot, createBot } from './support/bot.ts'
import { startBotServer } from './support/botServer.ts'
import { connectTo, createDatabase } from './support/database.ts'

let connection: DatabaseConnection
let files: Awaited<ReturnType<typeof startFileStore>>
beforeAll(async () => {
  connection = connectTo(await createDatabase())
  files = await startFileStore()
})
afterAll(() => Promise.all([connection.close(), files.stop()]))

const calling = (url: string, config: object = {}): Record<string, Sketch> => ({
  a: say('One moment', { default: 'hook' }),
  hook: {
    type: 'webhook',
    config: {
      url,
      method: 'POST',
      body: { said: '{{last_reply}}' },
      variables: { stock: 'stock' },
      ...config,
    },
    connections: { default: 'ok', error: 'bad' },
  },
  ok: say('{{stock}} left. Your name?', { default: 'name' }),
  bad: say('Out of order: {{webhook.status}}'),
  name: ask({}, { default: 'bye' }),
  bye: say('Bye {{last_reply}}'),
})
const withFiles = async (steps: Record<string, Sketch>): Promise<Bot> => {
  const bot = await createBot(connection, steps)
  bot.ctx.media = files.store
  return bot
}

describe('a webhook', () => {
  it('is called as its step defines, and its response continues the flow', async () => {
    const server = await startBotServer({ '/stock': () => ({ body: { stock: 3 } }) })
    const bot = await createBot(
      connection,
      calling(`${server.origin}/stock`, { headers: { 'X-Shop': 'mine' } }),
    )
    await bot.hear('go')
    expect(await bot.said()).toEqual(['One moment', '3 left. Your name?'])
    expect(server.requests).toMatchObject([
      {
        method: 'POST',
        body: '{"said":"go"}',
        headers: { 'x-shop': 'mine', 'content-type': 'application/json' },
      },
    ])
    expect(server.requests[0]?.headers['idempotency-key']).toMatch(/^frn_\w+:\d+$/)
  })

  it.each([
    ['answers 500', () => ({ status: 500 }), 'Out of order: 500'],
    ['redirects', () => ({ status: 302 }), 'Out of order:'],
  ])('takes the error outlet if the server %s', async (_, answer, said) => {
    const server = await startBotServer({ '/stock': answer })
    const bot = await createBot(connection, calling(`${server.origin}/stock`))
    await bot.hear('go')
    expect((await bot.said()).at(-1)).toContain(said)
  })

  it('refuses private addresses', async () => {
    const server = await startBotServer({ '/stock': () => ({ body: {} }) })
    const bot = await createBot(connection, calling(`${server.origin}/stock`))
    bot.ctx.settings = { ...bot.ctx.settings, urlPolicy: { allowHttp: true, allowPrivate: false } }
    await bot.hear('go')
    expect(server.requests).toEqual([])
    expect((await bot.said()).at(-1)).toContain('Out of order')
  })

  it('is called by a job and not by the events function, which a slow server would delay', async () => {
    const server = await startBotServer({ '/stock': () => ({ body: { stock: 1 } }) })
    const bot = await createBot(connection, calling(`${server.origin}/stock`))
    await bot.handle(await bot.receive('go'))
    expect([server.requests, await bot.said()]).toEqual([[], ['One moment']])
    await bot.pass(0)
    expect(server.requests).toHaveLength(1)
  })

  it('keeps a message that arrives during a slow call as the answer to the next question', async () => {
    const bot: { current?: Bot } = {}
    const server = await startBotServer({
      '/stock': async () => {
        await bot.current?.handle((await bot.current?.receive('Ayşe')) ?? '')
        return { body: { stock: 2 } }
      },
    })
    bot.current = await createBot(connection, calling(`${server.origin}/stock`))
    await bot.current.hear('go')
    expect(await bot.current.said()).toEqual(['One moment', '2 left. Your name?', 'Bye Ayşe'])
  })

  it('is called by the sweeper if QStash never got the job', async () => {
    const server = await startBotServer({ '/stock': () => ({ body: { stock: 1 } }) })
    const bot = await createBot(connection, calling(`${server.origin}/stock`))
    bot.ctx.qstashIsUp = false
    await bot.hear('go')
    bot.ctx.qstashIsUp = true
    bot.ctx.advance(61_000)
    await sweepRuns({ ctx: bot.ctx })
    await bot.pass(0)
    expect(server.requests).toHaveLength(1)
    expect((await bot.said()).at(-1)).toBe('1 left. Your name?')
  })

  it('is not called after a human took over, and is called after the bot resumes', async () => {
    const server = await startBotServer({ '/stock': () => ({ body: { stock: 1 } }) })
    const bot = await createBot(connection, calling(`${server.origin}/stock`))
    await bot.handle(await bot.receive('go'))
    await bot.handle(await bot.receive('me', { fromMe: true }))
    await bot.pass(0)
    expect(server.requests).toEqual([])
    const { id: runId } = await bot.conversation()
    await steerRun({ ctx: bot.ctx, input: { flowId: bot.flowId, runId, action: 'resume' } })
    await bot.pass(0)
    expect(server.requests).toHaveLength(1)
    expect((await bot.said()).at(-1)).toBe('1 left. Your name?')
  })
})

it('calls each of two consecutive webhooks once, also after a hand-over before the first', async () => {
  const server = await startBotServer({ '/one': () => ({ body: {} }), '/two': () => ({ body: {} }) })
  const bot = await createBot(connection, {
    one: { type: 'webhook', config: { url: `${server.origin}/one` }, connections: { default: 'two' } },
    two: { type: 'webhook', config: { url: `${server.origin}/two` }, connections: { default: null } },
  })
  await bot.handle(await bot.receive('go'))
  await bot.handle(await bot.receive('me', { fromMe: true }))
  const { id: runId } = await bot.conversation()
  await steerRun({ ctx: bot.ctx, input: { flowId: bot.flowId, runId, action: 'resume' } })
  await bot.pass(0)
  expect(server.requests.map(({ path }) => path)).toEqual(['/one', '/two'])
  expect(await bot.conversation()).toMatchObject({ status: 'completed' })
})

describe('an image', () => {
  it('is sent with its caption between the texts around it', async () => {
    const server = await startBotServer()
    const url = `${server.origin}/picture.png`
    const bot = await withFiles({
      a: say('before', { default: 'b' }),
      b: {
        type: 'send_image',
        config: { url, caption: 'For {{contact.name}}' },
        connections: { default: 'c' },
      },
      c: say('after'),
    })
    await bot.hear('go')
    expect(await bot.said()).toEqual(['before', 'For Ayşe', 'after'])
    const sent = await bot.ctx.db.select().from(messages)
    expect(sent.filter(({ type }) => type === 'image')).toMatchObject([
      { source: 'chatbot', content: { mimetype: 'image/png' } },
    ])
  })

  it('fails the conversation with a reason if the image cannot be fetched', async () => {
    const server = await startBotServer()
    const url = `${server.origin}/nothing.png`
    const bot = await withFiles({
      b: { type: 'send_image', config: { url }, connections: { default: 'c' } },
      c: ask({}, { default: null }),
    })
    await bot.hear('go')
    const { status, error } = await bot.conversation()
    expect([status, error]).toEqual(['failed', expect.stringContaining('404')])
  })
})

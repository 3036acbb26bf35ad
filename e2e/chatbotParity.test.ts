import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { DatabaseConnection } from '#shared/database/index.ts'
import { simulateFlow, simulationInput, sweepRuns } from '#shared/domain/chatbot/index.ts'
import { faultsOf, type Sketch } from '#shared/domain/chatbot/testing.ts'
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

type Play = { steps: Record<string, Sketch>; messages: (string | { advanceSeconds: number })[] }

const WORDS = ['go', '1', '2', 'yes', 'stop', '42', 'Ayşe']
const text = fc.constantFrom(
  'Hello {{contact.name}}',
  '{kept} of {contact.phone} {unknown}',
  '{{last_reply|nothing}}',
  '{{kept}} at {{now}}',
)
const timeout = fc.record(
  {
    timeout: fc.constantFrom(7_200, 36_000),
    timeoutAction: fc.constantFrom('end', 'continue', 'branch'),
  },
  { requiredKeys: [] },
)

/** Generates a step of any type with its possible outlets. */
const stepOf = (origin: string) =>
  fc.oneof(
    fc.record({ type: fc.constant('send_text'), config: fc.record({ message: text }), outlets: one }),
    fc.record({
      type: fc.constant('send_image'),
      config: fc.record({ url: fc.constant(`${origin}/picture.png`), caption: text }),
      outlets: one,
    }),
    fc.record({
      type: fc.constant('send_buttons'),
      config: fc
        .tuple(timeout, fc.constantFrom({}, { format: 'list' }, { format: 'TEXT' }, { format: 'both' }))
        .map(([given, format]) => ({ message: 'Which?', buttons: BUTTONS, ...given, ...format })),
      outlets: fc.constantFrom(['default'], ['a', 'b', 'timeout'], ['a', 'default', 'timeout']),
    }),
    fc.record({
      type: fc.constant('wait_reply'),
      config: timeout.map((given) => ({ variable: 'kept', ...given })),
      outlets: fc.constant(['default', 'timeout']),
    }),
    fc.record({
      type: fc.constant('condition'),
      config: fc.record({
        rules: fc.constantFrom(
          [{ variable: 'last_reply', operator: 'equals', value: 'YES' }],
          [{ variable: 'last_reply', operator: 'gt', value: 3 }],
        ),
      }),
      outlets: fc.constant(['true', 'false']),
    }),
    fc.record({
      type: fc.constant('delay'),
      config: fc.record({ seconds: fc.constantFrom(1, 60) }),
      outlets: one,
    }),
    fc.record({
      type: fc.constant('webhook'),
      config: fc.record({
        url: fc.constantFrom(`${origin}/fine`, `${origin}/broken`),
        variables: fc.constant({ kept: 'value' }),
      }),
      outlets: fc.constantFrom(['default'], ['default', 'error']),
    }),
    fc.record({
      type: fc.constant('set_variable'),
      config: fc.constantFrom({ name: 'kept', source: 'last_reply' }, { name: 'kept', value: 'set' }),
      outlets: one,
    }),
  )
const one = fc.constant(['default'])
const BUTTONS = [
  { id: 'a', label: 'Yes' },
  { id: 'b', label: 'No' },
]

/** Generates a publishable flow and the messages for it. */
const plays = (origin: string): fc.Arbitrary<Play> =>
  fc
    .record({
      drafts: fc.array(
        fc.record({ step: stepOf(origin), targets: fc.array(fc.nat(8), { minLength: 3, maxLength: 3 }) }),
        {
          minLength: 1,
          maxLength: 7,
        },
      ),
      messages: fc.array(
        fc.oneof(
          { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
          {
            weight: 1,
            arbitrary: fc
              .constantFrom(1, 61, 7_200, 40_000, 90_000)
              .map((advanceSeconds) => ({ advanceSeconds })),
          },
        ),
        { maxLength: 8 },
      ),
    })
    .map(({ drafts, messages }) => {
      const steps = Object.fromEntries(
        drafts.map(({ step: { type, config, outlets }, targets }, index) => {
          const to = (place: number) => `s${(index + 1 + (targets[place] ?? 0)) % (drafts.length + 1)}`
          // The place after the last step stands for the end.
          const connections = outlets.map((outlet, place) => [
            outlet,
            to(place) in { [`s${drafts.length}`]: 0 } ? null : to(place),
          ])
          return [`s${index}`, { type, config, connections: Object.fromEntries(connections) } as Sketch]
        }),
      )
      return { steps, messages: ['go', ...messages] }
    })
    .filter(({ steps }) => faultsOf(steps).every((path) => /^steps\.s\d$/.test(path)))
    .map(({ steps, messages }) => ({ steps: withoutUnreachable(steps), messages }))

/** Removes unreachable steps, which publishing refuses. */
function withoutUnreachable(steps: Record<string, Sketch>): Record<string, Sketch> {
  const lost = faultsOf(steps).map((path) => path.replace('steps.', ''))
  return Object.fromEntries(Object.entries(steps).filter(([name]) => !lost.includes(name)))
}

/** Returns the conversations of a bot without instants and ids, which a simulation lacks. */
async function happened(bot: Bot, messages: Play['messages']) {
  for (const message of messages) {
    if (typeof message === 'string') await bot.hear(message)
    else {
      await bot.pass(message.advanceSeconds)
      await sweepRuns({ ctx: bot.ctx })
    }
  }
  const all = await bot.conversations()
  const { status, stepId, waitingFor, variables } = all.at(-1) ?? { variables: {} }
  return { status, stepId, waitingFor, variables, lines: bare(all.flatMap(({ transcript }) => transcript)) }
}

const bare = (lines: readonly { at: string; messageId?: string | undefined }[]) =>
  lines.map(({ at: _, messageId: __, ...line }) => line)

it('a simulation shows the same as production for any flow and any messages', async () => {
  const { origin } = await startBotServer({
    '/fine': () => ({ body: { value: 'found' } }),
    '/broken': () => ({ status: 500, body: { value: 'lost' } }),
  })
  const seen = new Set<string>()
  const check = fc.asyncProperty(plays(origin), async ({ steps, messages }) => {
    const bot = await createBot(connection, steps)
    bot.ctx.media = files.store
    const startAt = bot.ctx.now().toISOString()
    const webhooks = Object.fromEntries(
      Object.entries(steps).map(([name, { config }]) => {
        const isFine = JSON.stringify(config).includes('/fine')
        return [
          bot.stepIds[name],
          isFine ? { body: { value: 'found' } } : { status: 500, body: { value: 'lost' } },
        ]
      }),
    )
    const contact = { name: 'Ayşe', phone: bot.chat.split('@')[0] }
    const input = simulationInput.parse({
      messages,
      webhooks,
      contact,
      startAt,
      skipDelays: false,
      version: 'published',
    })
    const played = await simulateFlow({ ctx: bot.ctx, input: { ...input, flowId: bot.flowId } })
    const { status, stepId, waitingFor, variables } = played
    const lines = bare(played.transcript)
    expect(await happened(bot, messages)).toEqual({ status, stepId, waitingFor, variables, lines })
    for (const { outlet, stepId } of played.path) {
      const [name = ''] = Object.entries(bot.stepIds).find(([, id]) => id === stepId) ?? []
      seen.add(`${steps[name]?.type} ${outlet}`)
    }
  })
  await fc.assert(check, { numRuns: 80, seed: 4731, endOnFailure: true })
  // The plays cover each outlet of each type.
  expect([...seen].sort()).toEqual([
    'condition false',
    'condition true',
    'delay default',
    'send_buttons a',
    'send_buttons b',
    'send_buttons default',
    'send_buttons timeout',
    'send_image default',
    'send_text default',
    'set_variable default',
    'wait_reply default',
    'wait_reply timeout',
    'webhook default',
    'webhook error',
  ])
})

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, inject, it, onTestFinished } from 'vitest'
import { eventually } from './support/eventually.ts'
import { useSharedGateway } from './support/gateway.ts'

const project = fileURLToPath(new URL('..', import.meta.url))
const gateway = useSharedGateway()

it('sends a text and waits for its delivery', async () => {
  const { id: session } = await gateway.paired()
  const customer = await gateway.phones.create()
  const { child, output } = run('send.ts', { VESPER_SESSION: session }, customer, 'Your order is ready.')
  expect(await exitCode(child)).toBe(0)

  const [id = '', status] = output().trim().split('\n').at(-1)?.split(' ') ?? []
  expect(status).toBe('DELIVERED')
  const shown = await gateway.phones.shown(customer)
  expect(shown).toMatchObject([{ id, text: 'Your order is ready.', copies: 1 }])
})

it('says what is wrong when the receiver has no WhatsApp', async () => {
  const { id: session } = await gateway.paired()
  const { child, output } = run('send.ts', { VESPER_SESSION: session }, '905550000000')
  expect(await exitCode(child)).toBe(1)
  expect(output()).toMatch(/FAILED not_on_whatsapp/)
})

it('prints a received message whose signature is right, and refuses a forged one', async () => {
  const { phone } = await gateway.paired()
  const customer = await gateway.phones.create('Ahmet')
  const { child, output } = run('webhook.ts')
  const url = await eventually(() => /posts to (\S+)\./.exec(output())?.[1])

  const forged = await fetch(url, { method: 'POST', body: JSON.stringify({ data: { from: 'forged' } }) })
  expect(forged.status).toBe(401)
  await gateway.phones.write(customer, phone, 'Is my order ready?')
  await eventually(() => output().includes(`${customer}@s.whatsapp.net Ahmet: Is my order ready?`))
  expect(output()).not.toContain('forged')

  child.kill('SIGINT')
  expect(await exitCode(child)).toBe(0)
  expect((await gateway.api('GET', '/webhooks')).body.data).toEqual([])
})

it('broadcasts to the rows of a CSV file', async () => {
  const { id: session } = await gateway.paired()
  const [ahmet, ayse] = [await gateway.phones.create(), await gateway.phones.create()]
  const file = path.join(await mkdtemp(path.join(inject('folder'), 'examples-')), 'customers.csv')
  await writeFile(file, `phone,name,city\n${ahmet},Ahmet,Istanbul\n${ayse},Ayşe,Izmir\n12,Nobody,Bursa\n`)
  const text = 'Hi {{name}}, 20 % off in {{city}} today.'
  const { child, output } = run('broadcast.ts', { VESPER_SESSION: session }, file, text)
  expect(await exitCode(child)).toBe(0)

  expect(output()).toMatch(/^line 4: /m)
  expect(output()).toMatch(/is completed\.$/m)
  for (const [phone, name, city] of [
    [ahmet, 'Ahmet', 'Istanbul'],
    [ayse, 'Ayşe', 'Izmir'],
  ] as const) {
    const [message] = await eventually(async () => {
      const shown = await gateway.phones.shown(phone)
      return shown.length > 0 && shown
    })
    expect(message).toMatchObject({ text: `Hi ${name}, 20 % off in ${city} today.`, copies: 1 })
  }
})

it('answers a customer by a bot, once for each message', async () => {
  const { phone } = await gateway.paired()
  const customer = await gateway.phones.create('Ahmet')
  const { child, output } = run('bot.ts')
  await eventually(() => output().includes('posts to'))
  for (const [index, text] of ['Hello', 'HOURS', 'human'].entries()) {
    await gateway.phones.write(customer, phone, text)
    await eventually(async () => (await answers(customer, phone)).length === index + 1)
  }
  expect(await answers(customer, phone)).toEqual([
    expect.stringMatching(/^Hello Ahmet! Write "hours"/),
    expect.stringMatching(/^We are open/),
    expect.stringMatching(/^A colleague will write to you soon, Ahmet/),
  ])
  child.kill('SIGTERM')
  expect(await exitCode(child)).toBe(0)
})

it('an example without a running gateway says how to start one', async () => {
  const nowhere = { VESPER_BASE_URL: '', VESPER_API_KEY: '', VESPER_DATA_DIR: inject('folder') }
  const { child, output } = run('send.ts', nowhere, '905551234567')
  expect(await exitCode(child)).toBe(1)
  expect(output()).toContain('Run npm start, or set VESPER_BASE_URL and VESPER_API_KEY.')
})

/** Texts that a phone shows of another phone, oldest first. */
async function answers(customer: string, from: string): Promise<(string | undefined)[]> {
  const shown = await gateway.phones.shown(customer, from)
  return shown.filter(({ fromMe }) => !fromMe).map(({ text }) => text)
}

/** Runs an example as its user does. */
function run(example: string, environment: Record<string, string> = {}, ...args: string[]) {
  const { baseUrl, apiKey } = gateway.info
  const child = spawn(process.execPath, ['--import', 'tsx', `examples/${example}`, ...args], {
    cwd: project,
    env: {
      ...process.env,
      PORT: '0',
      VESPER_BASE_URL: baseUrl,
      VESPER_API_KEY: apiKey,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk
    })
  return { child, output: () => output }
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
  return child.exitCode
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import type { LocalGatewayInfo } from '#infra/local/gateway.ts'
import { caller } from './support/client.ts'
import { eventually } from './support/eventually.ts'
import { sendText, waitForStatus } from './support/gateway.ts'
import { Phones } from './support/phones.ts'
import { readQr } from './support/qr.ts'

const project = fileURLToPath(new URL('..', import.meta.url))
const folder = await mkdtemp(path.join(tmpdir(), 'vesper-crash-'))
const running = new Set<ChildProcess>()

/** `npm start`, as its user would. */
async function npmStart(): Promise<{ child: ChildProcess; info: LocalGatewayInfo }> {
  const file = path.join(folder, 'local.json')
  const before = existsSync(file) ? await readFile(file, 'utf8') : ''
  const child = spawn('node', ['--import', 'tsx', 'infra/local/main.ts'], {
    cwd: project,
    env: {
      ...process.env,
      VESPER_DATA_DIR: folder,
      PORT: '0',
      VESPER_SANDBOX_PORT: '0',
      LOG_LEVEL: 'silent',
      VESPER_RATE_LIMIT: '1000000',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(child)
  let said = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  await eventually(() => said.includes('Vesper is ready'), 40_000)
  const text = await readFile(file, 'utf8')
  expect(text).not.toBe(before)
  return { child, info: JSON.parse(text) }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
  running.delete(child)
}

afterAll(async () => {
  for (const child of running) await end(child, 'SIGTERM')
  await rm(folder, { recursive: true, force: true })
})

function handsOf(info: LocalGatewayInfo) {
  return {
    api: caller(`${info.baseUrl}/api/v1`, { 'x-api-key': info.apiKey }),
    phones: new Phones(caller(info.sandbox?.phonesUrl ?? '')),
  }
}

it('loses none of 50 sends when everything is killed in the middle of them, and shows each once', async () => {
  const first = await npmStart()
  let { api, phones } = handsOf(first.info)
  const business = await phones.create('Business')
  const customer = await phones.create('Customer')
  const { id: session } = (await api('POST', '/sessions', { name: 'crash' })).body.data
  await phones.scan(business, await readQr(api, session))
  await waitForStatus(api, session, 'connected')

  const accepted: string[] = []
  const sends = Array.from({ length: 50 }, async (_, index) => {
    accepted.push(await sendText(api, session, customer, `message ${index}`))
    if (accepted.length === 50) await end(first.child, 'SIGKILL')
  })
  await Promise.all(sends)
  expect(accepted).toHaveLength(50)

  const second = await npmStart()
  expect(second.info.apiKey).toBe(first.info.apiKey)
  ;({ api, phones } = handsOf(second.info))
  const shown = await eventually(async () => {
    const messages = await phones.shown(customer, business)
    return messages.length >= 50 && messages
  }, 40_000)
  expect(shown.map(({ id }) => id).sort()).toEqual([...accepted].sort())
  await eventually(async () => {
    const { body } = await api('GET', `/messages/${session}?limit=100`)
    return body.data.every(({ status }: { status: string }) => status === 'DELIVERED')
  }, 20_000)

  // In peace, too, everything is kept, and the next start finds it.
  await end(second.child, 'SIGTERM')
  const third = await npmStart()
  ;({ api, phones } = handsOf(third.info))
  await waitForStatus(api, session, 'connected')
  expect((await api('GET', `/messages/${session}?limit=100`)).body.data).toHaveLength(50)
}, 120_000)

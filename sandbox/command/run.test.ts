import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { Agent } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Client, call, until } from '../client.fixture.ts'
import type { Sandbox } from '../index.ts'
import { run } from './run.ts'

const BIN = fileURLToPath(new URL('../vesper-sandbox.mjs', import.meta.url))

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-command-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs a command that ends at once. */
async function runBriefly(...args: string[]) {
  const printed = { out: '', err: '' }
  const exitCode = await run(args, {
    out: (text) => {
      printed.out += text
    },
    err: (text) => {
      printed.err += text
    },
  })
  return { exitCode, ...printed }
}

it('serves a Baileys client over wss:// with the certificate authority that it writes', async () => {
  const caFile = join(folder, 'ca.pem')
  const args = ['--port', '0', '--media-port', '0', '--ca-file', caFile, '--json']
  const child = spawn(process.execPath, [BIN, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = once(child, 'exit')
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const sandbox = JSON.parse(line) as Sandbox & { caFile: string }
    expect(sandbox.caFile).toBe(caFile)
    expect(sandbox.secureSocketUrl).toMatch(/^wss:\/\/127\.0\.0\.1:\d+\/ws\/chat$/)
    const agent = new Agent({ ca: await readFile(caFile, 'utf8') })
    const secured = { ...sandbox, socketUrl: sandbox.secureSocketUrl }
    const client = await Client.paired(secured, '905550009901', { agent })
    await call(sandbox, 'POST', '/phones', { phone: '905550009902', name: 'Ada' })
    await call(sandbox, 'POST', '/phones/905550009902/messages', {
      to: '905550009901',
      type: 'text',
      text: 'over TLS',
    })
    await until('the message', () => client.texts().includes('over TLS'))
    await client.remove()
  } finally {
    child.kill('SIGTERM')
  }
  expect(await exit).toEqual([0, null])
})

it('prints its options for --help', async () => {
  const { exitCode, out } = await runBriefly('--help')
  expect(exitCode).toBe(0)
  for (const option of ['--host', '--port', '--media-port', '--state-file', '--media-dir', '--ca-file'])
    expect(out).toContain(option)
})

it('exits with 2 and the reason for an unknown option and for an invalid port', async () => {
  expect(await runBriefly('--prot', '1')).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('--prot'),
  })
  expect(await runBriefly('--port', 'x')).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('Give a port from 0 to 65535.'),
  })
})

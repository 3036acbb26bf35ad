import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { expect, it, onTestFinished } from 'vitest'
import { openSettingsFile } from '../settingsFile.ts'
import { chooseConcurrency, readQuota } from './concurrency.ts'

/** Starts a stand-in for Lambda that answers with the account's limits or an error. */
async function startLambda(status: number, answer: object): Promise<LambdaClient> {
  const server = createServer((request, response) => {
    const isAsked = request.url?.startsWith('/2016-08-19/account-settings')
    response.writeHead(isAsked ? status : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = new LambdaClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  })
  onTestFinished(() => {
    client.destroy()
    server.closeAllConnections()
    server.close()
  })
  return client
}

async function makeFile(content?: Record<string, unknown>) {
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-settings-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = openSettingsFile(undefined, folder)
  if (content) file.write(content)
  return file
}

async function choose(options: {
  unreserved: number
  answers?: string[]
  content?: Record<string, unknown>
}) {
  const { unreserved, answers, content } = options
  const limits = { ConcurrentExecutions: unreserved, UnreservedConcurrentExecutions: unreserved }
  const quota = await readQuota(await startLambda(200, { AccountLimit: limits }))
  const file = await makeFile(content)
  const said: string[] = []
  const asked: string[] = []
  const ask = async (question: string) => {
    asked.push(question)
    return answers?.shift() ?? ''
  }
  await chooseConcurrency({ quota, file, say: (line) => said.push(line), ...(answers && { ask }) })
  return { said: said.join('\n'), asked, settings: file.read() ?? {} }
}

it('reserves nothing and asks nothing in an account with a quota below the minimum of Lambda', async () => {
  const { said, asked, settings } = await choose({ unreserved: 10, answers: ['50', '20'] })
  expect(said).toContain('10 concurrent executions, of which 0 can be reserved')
  expect([asked, settings]).toEqual([[], {}])
})

it('reserves nothing unless an answer sets a number', async () => {
  expect((await choose({ unreserved: 1_000, answers: ['', ''] })).settings).toEqual({})
  expect((await choose({ unreserved: 1_000 })).settings).toEqual({})
})

it('adds the answers to the settings of each later deploy, and keeps them in the next run', async () => {
  const content = { connectorMax: '8' }
  const first = await choose({ unreserved: 1_000, answers: ['50', '25'], content })
  expect(first.settings).toEqual({ ...content, jobsConcurrency: 50, eventsReserved: 25 })
  const second = await choose({ unreserved: 925, answers: ['', '30'], content: first.settings })
  expect(second.asked[0]).toContain('of 900 [Enter: 50]')
  expect(second.settings).toEqual({ ...content, jobsConcurrency: 50, eventsReserved: 30 })
})

it.each([['901'], ['0'], ['many'], ['1.5']])('refuses %s of 900', async (answer) => {
  await expect(choose({ unreserved: 1_000, answers: [answer] })).rejects.toThrow(/whole number from 1 to 900/)
})

it('continues without a quota if the credentials may not read it', async () => {
  const client = await startLambda(403, { Message: 'not authorized', __type: 'AccessDeniedException' })
  const said: string[] = []
  const file = await makeFile()
  await chooseConcurrency({ quota: await readQuota(client), file, say: (line) => said.push(line) })
  expect(said).toEqual([
    'Lambda: the concurrency quota could not be read (AccessDeniedException). Nothing is reserved.',
  ])
})

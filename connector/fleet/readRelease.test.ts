import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createLogger } from '#shared/logger.ts'
import { readRelease } from './readRelease.ts'

const log = createLogger({ level: 'silent', name: 'test' })

/** Starts a stand-in for the metadata of ECS, whose answers are given in order. */
async function ecs(...answers: object[]) {
  let calls = 0
  const server = createServer((request, response) => {
    const answer = request.url === '/v4/task' ? answers[calls] : undefined
    calls += 1
    response.writeHead(answer ? 200 : 500).end(JSON.stringify(answer ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
  })
  const ECS_CONTAINER_METADATA_URI_V4 = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v4`
  return { ECS_CONTAINER_METADATA_URI_V4, calls: () => calls }
}

const TASK = { Family: 'VesperGatewayFleetTask', Revision: '12', Cluster: 'default' }

it('is the revision of the task definition in ECS', async () => {
  expect(await readRelease(await ecs(TASK), log)).toBe('VesperGatewayFleetTask:12')
})

it('is asked for again if ECS fails', async () => {
  expect(await readRelease(await ecs({}, {}, TASK), log)).toBe('VesperGatewayFleetTask:12')
})

it('is unknown if ECS fails three times, and outside of ECS', async () => {
  const metadata = await ecs({}, {}, {}, TASK)
  expect([await readRelease(metadata, log), metadata.calls()]).toEqual([null, 3])
  expect(await readRelease({}, log)).toBeNull()
})

it('is the name of the variable, if it is set', async () => {
  const metadata = await ecs(TASK)
  expect(await readRelease({ ...metadata, VESPER_RELEASE: 'two' }, log)).toBe('two')
  expect(metadata.calls()).toBe(0)
})

import { describe, expect, it } from 'vitest'
import { type Call, startDestination, startStage, untilLogged, untilThere } from './stage.fixture.ts'

const PATHS = ['/0', '/1', '/2', '/3', '/4']

/** Starts a destination that answers only on `finishOne`. */
async function slowDestination() {
  const open: Call[] = []
  const destination = await startDestination((call) => open.push(call))
  return { ...destination, finishOne: () => open.shift()?.response.end() }
}

describe('flow control', () => {
  it('limits the messages of a key in flight, and keeps their order', async () => {
    const { client } = await startStage()
    const destination = await slowDestination()
    const flowControl = { key: 'one', parallelism: 2 }
    await client.batch(PATHS.map((path) => ({ url: destination.url + path, flowControl })))
    await untilThere(() => destination.calls, 2)
    for (const delivered of [1, 2, 3, 4, 5]) {
      expect(destination.calls.length).toBeLessThanOrEqual(delivered + 1)
      destination.finishOne()
      await untilLogged(client, 'DELIVERED', delivered)
      await untilThere(() => destination.calls, Math.min(delivered + 2, PATHS.length))
    }
    expect(destination.calls.slice(2).map((call) => call.path)).toEqual(PATHS.slice(2))
  })

  it('never delays another key, or a message without a key', async () => {
    const { client } = await startStage()
    const stuck = await slowDestination()
    const quick = await startDestination()
    const one = { key: 'one', parallelism: 1 }
    await client.batch(PATHS.map((path) => ({ url: stuck.url + path, flowControl: one })))
    await client.publish({ url: `${quick.url}/other`, flowControl: { key: 'other', parallelism: 1 } })
    await client.publish({ url: `${quick.url}/none` })
    await untilThere(() => quick.calls, 2)
    expect(stuck.calls).toHaveLength(1)
  })

  it('gives the place of a message that waits for its retry to the next message', async () => {
    const { client } = await startStage()
    const destination = await startDestination((call) => {
      call.response.writeHead(call.path === '/fails' ? 500 : 200).end()
    })
    const flowControl = { key: 'one', parallelism: 1 }
    await client.publish({ url: `${destination.url}/fails`, flowControl })
    await untilLogged(client, 'RETRY')
    await client.publish({ url: `${destination.url}/next`, flowControl })
    await untilThere(() => destination.to('/next'), 1)
    expect(destination.to('/fails')).toHaveLength(1)
  })

  it('has at most 500 messages of all keys in flight', async () => {
    const { client } = await startStage()
    const destination = await slowDestination()
    await client.batch(Array.from({ length: 502 }, (_, n) => ({ url: `${destination.url}/${n}` })))
    await untilThere(() => destination.calls, 500)
    expect(await untilLogged(client, 'ACTIVE', 500)).toHaveLength(500)
    destination.finishOne()
    destination.finishOne()
    await untilThere(() => destination.calls, 502)
  })

  it('delivers waiting messages after a restart', async () => {
    const { client, clock, file, qstash } = await startStage()
    const stuck = await slowDestination()
    const flowControl = { key: 'one', parallelism: 2 }
    await client.batch(PATHS.map((path) => ({ url: stuck.url + path, flowControl })))
    await untilThere(() => stuck.calls, 2)
    await qstash.stop()
    const after = await startStage({ clock, file })
    expect(await (await fetch(`${after.qstash.environment.QSTASH_URL}/pending`)).json()).toMatchObject({
      messages: PATHS.map((path) => ({ url: stuck.url + path, flowControlKey: 'one' })),
    })
    await untilThere(() => stuck.calls, 4)
    // Two messages are in flight at the same time, so either may arrive first.
    const paths = stuck.calls.map((call) => call.path)
    expect(paths.slice(0, 2).toSorted()).toEqual(['/0', '/1'])
    expect(paths.slice(2).toSorted()).toEqual(['/0', '/1'])
  })
})

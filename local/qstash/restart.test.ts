import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, copyFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from '@upstash/qstash'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type LocalQStash, startQStash } from './index.ts'
import {
  answering,
  startDestination,
  startStage,
  stateFile,
  untilLogged,
  untilThere,
} from './stage.fixture.ts'

const MINUTE_MS = 60_000

/** Starts the stand-in in a process of its own, which a test can kill. */
async function startProcess(
  file: string,
): Promise<{ child: ChildProcess; environment: LocalQStash['environment'] }> {
  const script = `
    const { startQStash } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)})
    const { environment } = await startQStash({ stateFile: ${JSON.stringify(file)} })
    console.log(JSON.stringify(environment))`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return { child, environment: JSON.parse(String(line)) }
}

describe('a restart', () => {
  it('after kill -9 loses no message, and repeats the attempts in flight', async () => {
    const file = await stateFile()
    const { child, environment } = await startProcess(file)
    const client = new Client({ baseUrl: environment.QSTASH_URL, token: environment.QSTASH_TOKEN })
    const silent = await startDestination(() => undefined)
    const bytes = Buffer.from([0, 255, 10, 13, 34])
    await client.publish({ url: `${silent.url}/in-flight`, body: new Blob([bytes]) as unknown as string })
    await untilThere(() => silent.calls, 1)
    await client.batch(Array.from({ length: 50 }, (_, n) => ({ url: `${silent.url}/${n}`, delay: 3600 })))
    child.kill('SIGKILL')
    await once(child, 'exit')

    const after = await startQStash({ stateFile: file })
    onTestFinished(() => after.stop())
    const [, again] = await untilThere(() => silent.to('/in-flight'), 2)
    expect(again?.body.equals(bytes)).toBe(true)
    expect(again?.headers['upstash-message-id']).toBe(silent.calls[0]?.headers['upstash-message-id'])
    const pending = await (await fetch(`${after.environment.QSTASH_URL}/pending`)).json()
    expect(pending).toMatchObject({ messages: { length: 51 } })
    const { QSTASH_URL: _, ...secrets } = environment
    expect(after.environment).toMatchObject(secrets)
  })

  it('keeps retries and deduplication ids, and does not send a failed message again', async () => {
    const { client, clock, file, qstash } = await startStage()
    const destination = await startDestination(answering(500))
    await client.publish({ url: `${destination.url}/retry`, retryDelay: '60000', deduplicationId: 'one' })
    await client.publish({ url: `${destination.url}/dead`, retries: 0 })
    await untilLogged(client, 'RETRY')
    await untilLogged(client, 'FAILED')
    await qstash.stop()

    const after = await startStage({ clock, file })
    expect(await after.client.publish({ url: destination.url, deduplicationId: 'one' })).toMatchObject({
      deduplicated: true,
    })
    clock.advance(MINUTE_MS)
    const [, retry] = await untilThere(() => destination.to('/retry'), 2)
    expect(retry?.headers['upstash-retried']).toBe('1')
    expect(destination.to('/dead')).toHaveLength(1)
  })

  it('delivers each message once if no attempt was in flight', async () => {
    const { client, clock, file, qstash } = await startStage()
    const destination = await startDestination()
    await client.publish({ url: `${destination.url}/done` })
    await untilLogged(client, 'DELIVERED')
    await client.publish({ url: `${destination.url}/later`, delay: 60 })
    await qstash.stop()
    const after = await startStage({ clock, file })
    clock.advance(MINUTE_MS)
    await untilLogged(after.client, 'DELIVERED')
    expect(destination.calls.map((call) => call.path)).toEqual(['/done', '/later'])
  })
})

describe('the state file', () => {
  it('holds an accepted message before the publisher gets the answer', async () => {
    const { client, clock, file } = await startStage()
    const destination = await startDestination()
    await client.publish({ url: destination.url, delay: 60 })
    const copy = `${file}.copy`
    await copyFile(file, copy)
    const { client: other } = await startStage({ clock, file: copy })
    clock.advance(MINUTE_MS)
    await untilLogged(other, 'DELIVERED')
  })

  it('fails the publish if a write fails', async () => {
    const { client, file } = await startStage()
    const body = 'x'.repeat(1024 * 1024)
    // The lines grow until the journal writes a new file, whose folder was deleted.
    await rm(path.dirname(file), { recursive: true })
    let refused: unknown
    for (let n = 0; n < 20 && !refused; n++) {
      const publishing = client.publish({ url: 'http://127.0.0.1:1', body, delay: 60 })
      refused = await publishing.then(
        () => undefined,
        (error: unknown) => error,
      )
    }
    expect(refused).toMatchObject({ status: 500 })
    await mkdir(path.dirname(file))
    await expect(client.publish({ url: 'http://127.0.0.1:1', delay: 60 })).resolves.toBeTruthy()
    expect((await readFile(file, 'utf8')).split('\n').length).toBeGreaterThan(10)
  })

  it('is for its owner only, and tolerates a damaged last line', async () => {
    const { client, clock, file, qstash } = await startStage()
    await client.publish({ url: 'http://127.0.0.1:1', delay: 60 })
    await qstash.stop()
    for (const damage of ['["messages","msg_torn",{"url":\n', '["messages","msg_to']) {
      await appendFile(file, damage)
      const { qstash: after } = await startStage({ clock, file })
      const pending = await (await fetch(`${after.environment.QSTASH_URL}/pending`)).json()
      expect(pending).toMatchObject({ messages: [{ url: 'http://127.0.0.1:1' }] })
      await after.stop()
      expect((await stat(file)).mode & 0o777).toBe(0o600)
    }
  })

  it('is refused if another line is damaged', async () => {
    const { file, qstash } = await startStage()
    await qstash.stop()
    await writeFile(file, `{"torn\n${await readFile(file, 'utf8')}`)
    await expect(startQStash({ stateFile: file })).rejects.toThrow('damaged')
  })

  it('holds only live rows after a restart', async () => {
    const { client, clock, file, qstash } = await startStage()
    const destination = await startDestination()
    await client.batch(Array.from({ length: 100 }, () => ({ url: destination.url, body: 'x'.repeat(1000) })))
    await untilLogged(client, 'DELIVERED', 100)
    await qstash.stop()
    await startStage({ clock, file })
    expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(1)
  })
})

import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { messages } from '#shared/database/index.ts'
import { eventually } from './support/eventually.ts'
import { talk, wav } from './support/files.ts'
import { sendText, useGateway, waitForMessage } from './support/gateway.ts'

const gateway = useGateway()

/**
 * A file of this length encodes for long enough for a test to act: a minute takes about 1 s of CPU time. No test waits for its
 * end.
 */
const LONG_SECONDS = 900
const SHORT_SECONDS = 180
/** The interval between polls in ms, which is short against an encoding. */
const POLL_MS = 30

async function sendVoice(session: string, to: string, seconds: number): Promise<string> {
  const bytes = wav(seconds)
  const slot = (await gateway.api('POST', '/media', { size: bytes.length })).body.data
  const put = await fetch(slot.url, { method: slot.method, headers: slot.headers, body: bytes })
  expect(put.status).toBe(200)
  const { mediaId } = slot
  const answer = await gateway.api('POST', '/messages/send/audio', { session, to, mediaId, ptt: true })
  expect(answer.status).toBe(200)
  return answer.body.data.key.id
}

/** Returns the connectors that prepare a message's file, or died while they did. */
async function marksOf(id: string): Promise<string[]> {
  const { db } = gateway.services
  const [row] = await db.select({ marks: messages.preparingBy }).from(messages).where(eq(messages.id, id))
  return row?.marks ?? []
}

function signal(name: NodeJS.Signals): void {
  const pid = gateway.connectors[0]?.pid
  if (pid === undefined) throw new Error('No connector runs')
  process.kill(pid, name)
}

it('fails a message whose preparation ended two connectors, and sends the others', async () => {
  const { session, customer } = await talk(gateway)
  const voice = await sendVoice(session, customer, LONG_SECONDS)
  for (const deaths of [1, 2]) {
    await eventually(async () => (await marksOf(voice)).length === deaths, 60_000, POLL_MS)
    signal('SIGKILL')
  }
  const failed = await waitForMessage(gateway.api, session, voice, ['FAILED'], 60_000)
  expect(failed.reason).toBe('media_unavailable')
  expect(new Set(await marksOf(voice)).size).toBe(2)
  const text = await sendText(gateway.api, session, customer, 'still here')
  await waitForMessage(gateway.api, session, text, ['DELIVERED'], 60_000)
})

it('blames no file for a connector that was paused and stopped during its preparation', async () => {
  const { session, customer } = await talk(gateway)
  const voice = await sendVoice(session, customer, SHORT_SECONDS)
  await eventually(async () => (await marksOf(voice)).length === 1, 60_000, POLL_MS)
  signal('SIGSTOP')
  signal('SIGCONT')
  signal('SIGTERM')
  await waitForMessage(gateway.api, session, voice, ['DELIVERED'], 60_000)
  // A mark of the stopped connector would remain after the delivery.
  expect(await marksOf(voice)).toEqual([])
})

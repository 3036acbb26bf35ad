import { describe, expect, it } from 'vitest'
import { TestClock } from '../../clock.fixture.ts'
import type { Message } from '../settings/message.ts'
import { stateFile } from '../stage.fixture.ts'
import { bury } from './deadLetters.ts'
import { Logs } from './logs.ts'
import { openStore } from './store.ts'

const message: Message = {
  messageId: 'msg_1',
  url: 'http://127.0.0.1:1',
  method: 'POST',
  header: {},
  notBefore: 0,
  maxRetries: 0,
  timeoutMs: 1000,
  createdAt: 0,
  retried: 0,
}

describe('what would grow for ever', () => {
  it('are the dead letters: the oldest make room after a thousand', async () => {
    const store = await openStore(await stateFile())
    const answer = { responseStatus: 500, responseHeader: {}, responseBody: '' }
    for (let n = 0; n < 1002; n++) bury(store, { dlqId: String(n), message, body: '', ...answer })
    const ids = store.deadLetters.values().map((letter) => letter.dlqId)
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([1000, '2', '1001'])
    await store.close()
  })

  it('are the logs: ten thousand stay, and a cursor still leads to what is older', () => {
    const logs = new Logs(new TestClock())
    for (let n = 0; n < 20_000; n++) {
      logs.add('CREATED', { ...message, messageId: String(n) })
    }
    const { events, cursor } = logs.list(() => true, 1)
    expect(events[0]?.messageId).toBe('19999')
    const older = logs.list(() => true, 20_000, Number(cursor)).events
    expect([older.length, older[0]?.messageId, older.at(-1)?.messageId]).toEqual([9999, '19998', '10000'])
  })
})

import { expect, it } from 'vitest'
import { TestClock } from '../../clock.fixture.ts'
import type { Message } from '../settings/message.ts'
import { Logs } from './logs.ts'

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

it('keeps the newest 10,000 log entries, newest first', () => {
  const logs = new Logs(new TestClock())
  for (let n = 0; n < 20_000; n++) logs.add('CREATED', { ...message, messageId: String(n) })
  const entries = logs.list()
  expect([entries.length, entries[0]?.messageId, entries.at(-1)?.messageId]).toEqual([
    10_000,
    '19999',
    '10000',
  ])
})

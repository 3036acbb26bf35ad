import { DrizzleQueryError } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { whyNot } from './quickStart.ts'

const refusal = Object.assign(new Error('database "vesper" is starting up'), {
  severity: 'FATAL',
  code: '57P03',
})

it.each([
  ["the database's own error", new DrizzleQueryError('select 1', [], refusal), 'is starting up (57P03)'],
  [
    'what an event of a WebSocket carries',
    { message: '', error: new Error('connect ECONNREFUSED') },
    'ECONNREFUSED',
  ],
  [
    'a port that is taken',
    new Error('x', { cause: { code: 'EADDRINUSE', port: 3000 } }),
    'port 3000 is in use',
  ],
  ['a plain error', new Error('no room'), 'no room'],
  ['no error at all', 'gone', 'gone'],
])('says why a start failed: %s', (_what, error, words) => {
  expect(whyNot(error)).toContain(words)
})

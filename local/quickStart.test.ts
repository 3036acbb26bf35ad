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
    'the error in an event of a WebSocket',
    { message: '', error: new Error('connect ECONNREFUSED') },
    'ECONNREFUSED',
  ],
  ['a port in use', new Error('x', { cause: { code: 'EADDRINUSE', port: 3000 } }), 'port 3000 is in use'],
  ['a plain error', new Error('no room'), 'no room'],
  ['a value that is no error', 'gone', 'gone'],
])('reports the cause of a failed start: %s', (_what, error, text) => {
  expect(whyNot(error)).toContain(text)
})

import { DrizzleQueryError } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { COUNTED_EVENTS } from './contracts/countedEvents.ts'
import { createLogger } from './logger.ts'

/** Returns the log line of these fields. */
function logged(fields: object): string {
  const lines: string[] = []
  const log = createLogger({ level: 'info', name: 'test' }, { write: (line) => lines.push(line) })
  log.error(fields, 'failed')
  return lines.join('')
}

it('logs the error and its place, without the data of users', () => {
  const cause = Object.assign(new Error('invalid byte sequence'), { code: '22021' })
  const line = logged({
    err: new DrizzleQueryError('insert into messages', ['a secret sentence', '905551234567'], cause),
  })
  expect(line).not.toMatch(/secret|905551234567/)
  expect(JSON.parse(line)).toMatchObject({
    msg: 'failed',
    err: {
      message: 'Failed query: insert into messages',
      cause: { message: 'invalid byte sequence', code: '22021' },
    },
  })
  expect(JSON.parse(line).err.at[0]).toContain('logger.test.ts')
})

it('censors fields with the data of users', () => {
  expect(logged({ message: { text: 'a secret sentence' }, key: { apiKey: 'vsp_secret' } })).not.toContain(
    'secret',
  )
})

it.each([
  ['There is no chat 905551234567', 'There is no chat [number]'],
  ['+905551234567@s.whatsapp.net is not in the group', '[number]@s.whatsapp.net is not in the group'],
  ['/api/v1/chats/YoNofiM9vtHy/4915112345678:3', '/api/v1/chats/YoNofiM9vtHy/[number]:3'],
  ['port 54321 refused session 123abc4567890', 'port 54321 refused session 123abc4567890'],
])('masks phone numbers in the message of an error: %s', (message, masked) => {
  const line = logged({ err: new Error(message, { cause: new Error(message) }) })
  expect(JSON.parse(line).err).toMatchObject({ message: masked, cause: { message: masked } })
})

it.each(['debug', 'info', 'warn', 'error', 'fatal', 'silent'])(
  'writes the entries that alarms count at level %s, from each level and each child',
  (level) => {
    const lines: string[] = []
    const log = createLogger({ level, name: 'test' }, { write: (line) => lines.push(line) })
    for (const event of COUNTED_EVENTS) {
      log.info(event)
      log.warn({ err: new Error('x') }, event)
      log.child({ part: 'p' }).error({}, event)
    }
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(
      COUNTED_EVENTS.flatMap((event) => [event, event, event]),
    )
  },
)

it.each([
  ['info', ['info', 'warn', 'error']],
  ['warn', ['warn', 'error']],
  ['error', ['error']],
  ['silent', []],
])('writes no other entry below level %s', (level, expected) => {
  const lines: string[] = []
  const log = createLogger({ level, name: 'test' }, { write: (line) => lines.push(line) })
  for (const name of ['debug', 'info', 'warn', 'error'] as const) log.child({})[name]({}, name)
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(expected)
})

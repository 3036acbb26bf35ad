import { DrizzleQueryError } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { createLogger } from './logger.ts'

/** What the log says of these fields. */
function logged(fields: object): string {
  const lines: string[] = []
  const log = createLogger({ level: 'info', name: 'test' }, { write: (line) => lines.push(line) })
  log.error(fields, 'failed')
  return lines.join('')
}

it('says what went wrong and where, and leaves out what users wrote', () => {
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

it('censors fields that hold what users wrote', () => {
  expect(logged({ message: { text: 'a secret sentence' }, key: { apiKey: 'vsp_secret' } })).not.toContain(
    'secret',
  )
})

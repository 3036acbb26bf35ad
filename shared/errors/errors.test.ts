import { expect, it } from 'vitest'
import * as errors from './index.ts'

const SESSION = { id: 's', phone: null, pairedAt: new Date(0), bannedUntil: null, retryAt: null } as const

it('gives each error the status in the table', () => {
  const unpaired = { ...SESSION, status: 'connecting', reason: null, pairedAt: null } as const
  expect(new errors.SessionNotPaired(unpaired)).toMatchObject({
    code: 'SESSION_NOT_CONNECTED',
    status: 409,
    details: undefined,
  })
  expect(new errors.ServiceUnavailable({ dependency: 'queue' })).toMatchObject({ status: 503 })
})

it('names the reason and the end of a ban for programs', () => {
  const end = new Date('2026-06-24T10:30:00Z')
  const banned = { status: 'disconnected', reason: 'banned', bannedUntil: end, retryAt: end } as const
  const error = new errors.SessionNotPaired({ ...SESSION, ...banned })
  expect(error.details).toEqual([
    { path: 'reason', message: 'banned' },
    { path: 'bannedUntil', message: end.toISOString() },
    { path: 'retryAt', message: end.toISOString() },
  ])
  expect(error.message).toContain('banned the account until 2026-06-24T10:30:00.000Z')
})

it('states in a time-out whether the operation may still happen', () => {
  const message = (mayStillHappen: boolean) =>
    new errors.OperationTimedOut({ operation: 'create a group', mayStillHappen }).message
  expect(message(true)).toContain('may still happen')
  expect(message(false)).toContain('will not happen')
})

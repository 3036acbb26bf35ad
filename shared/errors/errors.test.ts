import { expect, it } from 'vitest'
import * as errors from './index.ts'

it('gives each error the status in the table', () => {
  expect(
    new errors.SessionNotPaired({ id: 's', status: 'connecting', reason: null, pairedAt: null, phone: null }),
  ).toMatchObject({
    code: 'SESSION_NOT_CONNECTED',
    status: 409,
  })
  expect(new errors.ServiceUnavailable({ dependency: 'queue' })).toMatchObject({ status: 503 })
})

it('states in a time-out whether the operation may still happen', () => {
  const message = (mayStillHappen: boolean) =>
    new errors.OperationTimedOut({ operation: 'create a group', mayStillHappen }).message
  expect(message(true)).toContain('may still happen')
  expect(message(false)).toContain('will not happen')
})

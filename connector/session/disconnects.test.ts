import { expect, it } from 'vitest'
import { policyFor } from './disconnects.ts'

it.each([
  [401, 'Stream Errored (conflict)', { action: 'stop', reason: 'logged_out', unlinked: true }],
  [403, 'Connection Failure', { action: 'stop', reason: 'banned', unlinked: false }],
  [405, 'Connection Failure', { action: 'stop', reason: 'client_outdated', unlinked: false }],
  [408, 'QR refs attempts ended', { action: 'stop', reason: 'qr_timeout', unlinked: true }],
  [408, 'Connection was lost', { action: 'retry' }],
  [411, 'Multi-device beta not joined', { action: 'stop', reason: 'logged_out', unlinked: true }],
  [428, 'Connection Terminated', { action: 'retry' }],
  [440, 'Stream Errored (conflict)', { action: 'stop', reason: 'replaced', unlinked: false }],
  [500, 'Stream Errored', { action: 'retry' }],
  [503, 'Stream Errored (service unavailable)', { action: 'retry' }],
  [515, 'Stream Errored (restart required)', { action: 'restart' }],
  [0, 'closed', { action: 'retry' }],
])('returns the policy for a close with %i "%s"', (code, message, policy) => {
  expect(policyFor({ code, message })).toEqual(policy)
})

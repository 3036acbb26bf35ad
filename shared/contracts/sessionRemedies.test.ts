import { expect, it } from 'vitest'
import { pairsByItself, remedyFor } from './sessionRemedies.ts'
import { DISCONNECT_REASONS, type DisconnectReason } from './sessions.ts'

const sessionOf = (reason: DisconnectReason | null, link: 'never' | 'lost' | 'kept') => ({
  id: 'abc',
  status: 'disconnected' as const,
  reason,
  pairedAt: link === 'kept' ? new Date(0) : null,
  phone: link === 'never' ? null : '905551234567',
  bannedUntil: null,
  retryAt: null,
})

it.each([
  ['qr_timeout', 'never', true],
  ['qr_timeout', 'lost', true],
  [null, 'never', true],
  ['logged_out', 'never', true],
  ['logged_out', 'lost', false],
  ['banned', 'never', false],
  ['client_outdated', 'never', false],
  ['replaced', 'kept', false],
] as const)('after %s with the link %s, a poll pairs by itself: %s', (reason, link, expected) => {
  expect(pairsByItself(sessionOf(reason, link))).toBe(expected)
})

it.each(DISCONNECT_REASONS.flatMap((reason) => [[reason, 'lost'] as const, [reason, 'kept'] as const]))(
  'names a request for a session that rests after %s with the link %s',
  (reason, link) => {
    expect(remedyFor(sessionOf(reason, link))).toMatch(/(GET|POST) \/sessions\/abc\/(qr|restart)/)
  },
)

it.each([
  ['banned', new Date(0)],
  ['banned', null],
  ['client_outdated', null],
  ['login_rejected', null],
] as const)('says when a session comes back by itself after %s', (reason, bannedUntil) => {
  const remedy = remedyFor({ ...sessionOf(reason, 'kept'), bannedUntil, retryAt: new Date(1_000) })
  expect(remedy).toContain('by itself at 1970-01-01T00:00:01.000Z')
  expect(remedy).not.toContain('/restart')
})

it('asks nothing of the user while the session connects by itself', () => {
  const session = sessionOf('connection_lost', 'kept')
  expect(remedyFor({ ...session, status: 'connecting' })).toBeNull()
  expect(remedyFor({ ...session, status: 'connected' })).toBeNull()
})

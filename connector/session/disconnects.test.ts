import { describe, expect, it } from 'vitest'
import { readEnd } from '../whatsapp/watch.ts'
import { policyFor } from './disconnects.ts'

const stop = (reason: string, unlinked = false) => ({ action: 'stop', reason, unlinked, retryAfterMs: null })

/** Returns the policy for an error of the form that Baileys makes. */
function policyOf(message: string, code: number, data?: unknown, refusals = 0) {
  return policyFor(
    readEnd(Object.assign(new Error(message), { output: { statusCode: code }, data })),
    refusals,
    0.5,
  )
}

describe('a <failure> at the login', () => {
  it.each([
    [400, { action: 'retry' }],
    [401, stop('logged_out', true)],
    [403, stop('account_locked')],
    [405, { action: 'update' }],
    [406, stop('banned')],
    [409, stop('client_rejected')],
    [411, stop('logged_out', true)],
    [413, stop('login_rejected')],
    [414, stop('login_rejected')],
    [415, stop('login_rejected')],
    [418, stop('client_rejected')],
    [500, { action: 'retry' }],
    [501, { action: 'retry' }],
    [503, { action: 'retry' }],
  ])('with reason %i has its policy', (reason, policy) => {
    expect(policyOf('Connection Failure', reason, { reason: String(reason) })).toEqual(policy)
  })

  it.each([404, 419, 430, 463, 499])(
    'with the unknown reason %i is retried after a growing delay',
    (reason) => {
      expect(policyOf('Connection Failure', reason, { reason: String(reason) })).toEqual({
        ...stop('login_rejected'),
        retryAfterMs: 45_000,
      })
      expect(policyOf('Connection Failure', reason, {}, 20)).toMatchObject({ retryAfterMs: 2_700_000 })
    },
  )
})

describe('a temporary ban', () => {
  const ban = (attrs: Record<string, string>, refusals = 0) =>
    policyOf('Connection Failure', 402, { reason: '402', ...attrs }, refusals)

  it.each([
    ['101', 'sent_to_too_many_people'],
    ['102', 'blocked_by_users'],
    ['103', 'created_too_many_groups'],
    ['104', 'sent_too_many_same_message'],
    ['106', 'broadcast_list'],
    ['199', 'other'],
    [undefined, 'other'],
  ])('with code %s has the cause %s, and ends in a login of its own', (code, cause) => {
    expect(ban({ expire: '3600', ...(code && { code }) })).toEqual({
      ...stop('banned'),
      retryAfterMs: 3_601_500,
      ban: { lengthMs: 3_600_000, cause },
    })
  })

  it.each([{}, { expire: '' }, { expire: '-5' }, { expire: 'soon' }])(
    'without a readable end (%o) is retried after a growing delay',
    (attrs) => {
      const [first, third] = [ban(attrs as Record<string, string>), ban(attrs as Record<string, string>, 2)]
      expect(first).toMatchObject({ reason: 'banned', ban: { cause: 'other' } })
      expect(third).toMatchObject({ retryAfterMs: 180_000 })
    },
  )

  it('is not retried every few seconds if WhatsApp repeats a short ban', () => {
    expect(ban({ expire: '1' }, 1)).toMatchObject({ retryAfterMs: 90_000 })
    expect(ban({ expire: '7200' }, 1)).toMatchObject({ retryAfterMs: 7_201_500 })
  })
})

describe('a <stream:error>', () => {
  it.each([
    [401, { type: 'device_removed' }, stop('logged_out', true)],
    [440, { type: 'device_removed' }, stop('logged_out', true)],
    [440, { type: 'replaced' }, stop('replaced')],
    [403, {}, stop('account_locked')],
    [406, {}, stop('banned')],
    [405, {}, { action: 'update' }],
    [500, {}, { action: 'retry' }],
    [503, {}, { action: 'retry' }],
    [515, {}, { action: 'restart' }],
    [516, {}, stop('logged_out', true)],
  ])('with code %i and %o has its policy', (code, attrs, policy) => {
    expect(policyOf('Stream Errored (conflict)', code, { tag: 'conflict', attrs })).toEqual(policy)
  })
})

describe('a close without a stanza of WhatsApp', () => {
  it.each([
    [408, 'QR refs attempts ended', stop('qr_timeout', true)],
    [401, 'Intentional Logout', stop('logged_out', true)],
    [411, 'Multi-device beta not joined', stop('logged_out', true)],
    [408, 'Connection was lost', { action: 'retry' }],
    [428, 'Connection Terminated', { action: 'retry' }],
    [0, 'closed', { action: 'retry' }],
  ])('with %i "%s" has its policy', (code, message, policy) => {
    expect(policyOf(message, code)).toEqual(policy)
  })

  it.each([401, 402, 403, 405, 406, 409, 440])(
    'by a proxy that answers %i is a fault of the network',
    (status) => {
      const message = `WebSocket Error (Unexpected server response: ${status})`
      expect(policyOf(message, status)).toEqual({ action: 'retry' })
    },
  )
})

import { expect, it } from 'vitest'
import { type RefusalReason, RequestRefused } from '#shared/http/index.ts'
import { MediaDamaged, MediaGone, MediaRefused } from '../whatsapp/index.ts'
import { finalFailure } from './mediaFaults.ts'
import { maxInboundBytes, refuseTooLarge } from './mediaLimits.ts'

const refused = (reason: RefusalReason) => new RequestRefused(reason, reason)
const GiB = 1024 ** 3

it.each([
  [new MediaGone(), 'gone'],
  [new MediaDamaged('damaged'), 'damaged'],
  [new MediaRefused('413'), 'refused'],
  [refused('too_large'), 'too_large'],
  [refused('bad_url'), 'refused'],
])('gives a file up at once after %s', (err, failure) => {
  expect(finalFailure(err)).toBe(failure)
})

it.each([
  refused('dns'),
  refused('connect'),
  refused('tls'),
  refused('timeout'),
  refused('broken'),
  refused('aborted'),
  refused('redirect'),
  refused('forbidden_address'),
  new Error('The media server of WhatsApp answered 503'),
])('tries a file again after %s', (err) => {
  expect(finalFailure(err)).toBeNull()
})

it("has WhatsApp's limit for each kind, unless the operator sets a lower one", () => {
  expect(maxInboundBytes('document', { VESPER_RECEIVE_MAX_MB: 2_048 })).toBe(2 * GiB)
  expect(maxInboundBytes('image', { VESPER_RECEIVE_MAX_MB: 2_048 })).toBe(16 * 1024 ** 2)
  expect(maxInboundBytes('document', { VESPER_RECEIVE_MAX_MB: 5 })).toBe(5 * 1024 ** 2)
})

it.each([
  ['a document of 3 GB', 'document', 3 * GiB, 'failed'],
  ['a document of 2 GB', 'document', 2 * GiB, 'pending'],
  ['a picture of 17 MB', 'image', 17 * 1024 ** 2, 'failed'],
  ['a voice note of 101 MB', 'audio', 101 * 1024 ** 2, 'failed'],
  ['a document without a size', 'document', null, 'pending'],
] as const)('decides by the announced size of %s', (_what, type, size, state) => {
  const source = { type, url: null, directPath: '/v/a', mediaKey: '', sha256: null, size }
  const message = { media: { state: 'pending', source } } as unknown as Parameters<typeof refuseTooLarge>[0]
  expect(refuseTooLarge(message, { VESPER_RECEIVE_MAX_MB: 2_048 }).media?.state).toBe(state)
})

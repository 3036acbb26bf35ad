import type { BinaryNode } from '@whiskeysockets/baileys'
import { expect, it, vi } from 'vitest'
import { hashDevices } from './deviceHash.ts'
import { jidsOf, KeptLists } from './keptLists.ts'

const ME = { id: '491:3@s.whatsapp.net', lid: '900:3@lid' }
const USERS = { '491': 's.whatsapp.net', '900': 'lid', '492': 's.whatsapp.net', '800': 'lid' } as const

/** Lists of the account (491, LID 900) and of a person (492, LID 800), each with the phone and device 1. */
function filled(): KeptLists {
  const lists = new KeptLists()
  for (const [user, server] of Object.entries(USERS)) {
    lists.set(
      user,
      [0, 1].map((device) => ({ user, server, device })),
    )
  }
  return lists
}

/** Returns the JIDs of each list that is kept. */
function kept(lists: KeptLists): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(USERS).flatMap(([user, server]) => {
      const list = lists.listOf(`${user}@${server}`)
      return list ? [[user, jidsOf(list)]] : []
    }),
  )
}

const OWN = {
  '491': ['491@s.whatsapp.net', '491:1@s.whatsapp.net'],
  '900': ['900@lid', '900:1@lid'],
}
const THEIRS = {
  '492': ['492@s.whatsapp.net', '492:1@s.whatsapp.net'],
  '800': ['800@lid', '800:1@lid'],
}

/** Returns a notification of a change of one device, with hashes of these lists. */
function news(tag: string, device: number, jids: string[], lids: string[]): BinaryNode {
  const attrs = { jid: `492:${device}@s.whatsapp.net`, lid: `800:${device}@lid` }
  const hashes = { device_hash: hashDevices(jids), device_lid_hash: hashDevices(lids) }
  return {
    tag: 'notification',
    attrs: { type: 'devices', from: '492@s.whatsapp.net', lid: '800@lid' },
    content: [{ tag, attrs: hashes, content: [{ tag: 'device', attrs }] }],
  }
}

const added = { '492': [...THEIRS['492'], '492:2@s.whatsapp.net'], '800': [...THEIRS['800'], '800:2@lid'] }
const removed = { '492': ['492@s.whatsapp.net'], '800': ['800@lid'] }
const other = (attrs: Record<string, string>, child: string): BinaryNode => ({
  tag: 'notification',
  attrs,
  content: [{ tag: child, attrs: {} }],
})

it.each<[string, BinaryNode, object]>([
  ['adds a device to both spellings', news('add', 2, added['492'], added['800']), { ...OWN, ...added }],
  [
    'removes a device from both spellings',
    news('remove', 1, removed['492'], removed['800']),
    { ...OWN, ...removed },
  ],
  ['is idempotent', news('add', 1, THEIRS['492'], THEIRS['800']), { ...OWN, ...THEIRS }],
  [
    'forgets only the spelling whose hash differs',
    news('add', 2, [...added['492'], '492:5@s.whatsapp.net'], added['800']),
    { ...OWN, '800': added['800'] },
  ],
  ['forgets a list after an unknown change', news('update', 1, [], []), OWN],
  [
    'forgets a list after a change without a hash',
    other({ type: 'devices', from: '492@s.whatsapp.net', lid: '800@lid' }, 'add'),
    OWN,
  ],
  [
    'forgets the own lists after a change of the own devices',
    other({ type: 'account_sync', from: '491@s.whatsapp.net' }, 'devices'),
    THEIRS,
  ],
  [
    'forgets the lists of a phone with a new identity',
    other({ type: 'encrypt', from: '492@s.whatsapp.net', lid: '800@lid' }, 'identity'),
    OWN,
  ],
  [
    'keeps all lists after another notification',
    other({ type: 'account_sync', from: '491@s.whatsapp.net' }, 'privacy'),
    { ...OWN, ...THEIRS },
  ],
])('%s', (_name, stanza, expected) => {
  const lists = filled()
  lists.onNotification(stanza, ME)
  expect(kept(lists)).toEqual(expected)
})

it.each<[string, BinaryNode['attrs'] & { tag: string }, object]>([
  [
    'a message from an unknown device',
    { tag: 'message', from: '492:7@s.whatsapp.net' },
    ['491', '800', '900'],
  ],
  [
    'a message of a member with an unknown device',
    { tag: 'message', from: '1203@g.us', participant: '800:7@lid' },
    ['491', '492', '900'],
  ],
  [
    'a retry receipt of an unknown device',
    { tag: 'receipt', type: 'retry', from: '1203@g.us', participant: '800:7@lid' },
    ['491', '492', '900'],
  ],
  ['another receipt', { tag: 'receipt', from: '492:7@s.whatsapp.net' }, ['491', '492', '800', '900']],
  [
    'a message from a known device',
    { tag: 'message', from: '492:1@s.whatsapp.net' },
    ['491', '492', '800', '900'],
  ],
  ['a message from a phone', { tag: 'message', from: '800@lid' }, ['491', '492', '800', '900']],
])('after %s, keeps the lists that are not proven stale', (_name, { tag, ...attrs }, expected) => {
  const lists = filled()
  lists.onStanza({ tag, attrs })
  expect(Object.keys(kept(lists))).toEqual(expected)
})

it('replaces the Signal session once after a new identity in the backlog, by either spelling', () => {
  const lists = filled()
  const change = { type: 'encrypt', from: '492@s.whatsapp.net', lid: '800@lid' }
  lists.onNotification(other(change, 'identity'), ME)
  expect(lists.takeRenewed('492@s.whatsapp.net')).toBe(false)
  lists.onNotification(other({ ...change, offline: '1' }, 'identity'), ME)
  expect(lists.takeRenewed('800@lid')).toBe(true)
  expect(lists.takeRenewed('492@s.whatsapp.net')).toBe(false)
})

it('keeps a list for a day', () => {
  vi.useFakeTimers()
  try {
    const lists = filled()
    vi.advanceTimersByTime(23 * 3_600_000)
    expect(lists.listOf('492@s.whatsapp.net')).toBeDefined()
    vi.advanceTimersByTime(3_600_000)
    expect(lists.listOf('492@s.whatsapp.net')).toBeUndefined()
  } finally {
    vi.useRealTimers()
  }
})

it('hashes devices as WhatsApp does, in any order', () => {
  // From the test vectors of the sandbox: SHA-256 over the sorted names, of which the first 6 bytes count.
  const jids = ['492:1@s.whatsapp.net', '492@s.whatsapp.net']
  expect(hashDevices(jids)).toBe(hashDevices(jids.toReversed()))
  expect(hashDevices([])).toBe('2:47DEQpj8')
})

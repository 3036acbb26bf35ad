import type { BinaryNode } from '@whiskeysockets/baileys'
import { expect, it } from 'vitest'
import { DeviceLists } from './deviceLists.ts'

const ME = { id: '491:3@s.whatsapp.net', lid: '900:3@lid' }
const USERS = ['491', '900', '492', '800', '493']

/** Returns the users whose lists survive a stanza. */
function survivors(node: BinaryNode): string[] {
  const lists = new DeviceLists()
  for (const user of USERS) lists.set(user, [{ user, device: 0 }])
  lists.forget(node, ME)
  return USERS.filter((user) => lists.get(user) !== undefined)
}

const notification = (attrs: Record<string, string>, child: BinaryNode): BinaryNode => ({
  tag: 'notification',
  attrs,
  content: [child],
})
const devices = { from: '492@s.whatsapp.net', lid: '800@lid', type: 'devices' }

it.each([
  ['a new device', notification(devices, { tag: 'add', attrs: {} }), ['491', '900', '493']],
  ['a removed device', notification(devices, { tag: 'remove', attrs: {} }), ['491', '900', '493']],
  [
    'a device of a person without a number',
    notification({ from: '800@lid', type: 'devices' }, { tag: 'add', attrs: {} }),
    ['491', '900', '492', '493'],
  ],
  [
    'an own device',
    notification({ from: '491@s.whatsapp.net', type: 'account_sync' }, { tag: 'devices', attrs: {} }),
    ['492', '800', '493'],
  ],
  [
    'a chat with a stale list',
    { tag: 'ack', attrs: { class: 'message', from: '800@lid', phash: '2:abcdefgh' } },
    ['492', '493'],
  ],
  [
    'a group with a stale list',
    { tag: 'ack', attrs: { class: 'message', from: '1203@g.us', phash: '2:abcdefgh' } },
    [],
  ],
  ['an ack of a current list', { tag: 'ack', attrs: { class: 'message', from: '800@lid' } }, USERS],
  [
    'another setting of the account',
    notification({ from: '491@s.whatsapp.net', type: 'account_sync' }, { tag: 'privacy', attrs: {} }),
    USERS,
  ],
  [
    'a change of a group',
    notification({ from: '1203@g.us', type: 'w:gp2' }, { tag: 'locked', attrs: {} }),
    USERS,
  ],
] as [string, BinaryNode, string[]][])('forgets the stale lists after %s', (_name, node, expected) => {
  expect(survivors(node)).toEqual(expected)
})

it('keeps the newest 5,000 lists', () => {
  const lists = new DeviceLists()
  for (let user = 0; user <= 5_000; user += 1) lists.set(String(user), [])
  expect([lists.get('0'), lists.get('1'), lists.get('5000')]).toEqual([undefined, [], []])
})

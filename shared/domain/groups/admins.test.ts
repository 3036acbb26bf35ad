import { describe, expect, it } from 'vitest'
import type { AdminChange, GroupMember } from '#shared/contracts/groups.ts'
import { addAdminChanges, adminChangesBetween, wasAdmin } from './admins.ts'

const ADA = ['1@s.whatsapp.net']
const member = (admin: GroupMember['admin']): GroupMember => ({
  jid: '1@s.whatsapp.net',
  lid: '1@lid',
  admin,
})
const change = (isAdmin: boolean, at: number): AdminChange => ({
  jid: '1@s.whatsapp.net',
  lid: '1@lid',
  isAdmin,
  at,
})

describe('wasAdmin', () => {
  it.each([
    ['an admin without a change', member('admin'), [], 10, true],
    ['a member without a change', member(null), [], 10, false],
    ['a member who was demoted later', member(null), [change(false, 20)], 10, true],
    ['a member who was demoted earlier', member(null), [change(false, 5)], 10, false],
    ['an admin who was promoted later', member('admin'), [change(true, 20)], 10, false],
    ['an admin who was promoted in the same second', member('admin'), [change(true, 10)], 10, true],
    ['a member who was demoted in the same second', member(null), [change(false, 10)], 10, true],
    ['a member between two changes', member(null), [change(true, 5), change(false, 20)], 10, true],
    ['an admin between two changes', member('admin'), [change(false, 5), change(true, 20)], 10, false],
    [
      'an admin whose promotion a snapshot reports again',
      member('admin'),
      [change(true, 20), change(true, 5)],
      10,
      true,
    ],
  ])('judges %s', (_, one, adminChanges, at, expected) => {
    expect(wasAdmin({ members: [one], adminChanges }, ADA, at)).toBe(expected)
  })

  it('finds a person by LID, and nobody else', () => {
    expect(wasAdmin({ members: [member('superadmin')], adminChanges: [] }, ['1@lid'], 1)).toBe(true)
    expect(wasAdmin({ members: [member('superadmin')], adminChanges: [] }, ['2@lid'], 1)).toBe(false)
  })

  it('judges an admin who has left the group', () => {
    expect(wasAdmin({ members: [], adminChanges: [change(false, 20)] }, ADA, 10)).toBe(true)
  })
})

it('finds the changes of admins between two states, although a LID became a number', () => {
  const byLid: GroupMember = { jid: '1@lid', lid: '1@lid', admin: 'admin' }
  expect(adminChangesBetween([byLid], [member('admin')], 5)).toEqual([])
  expect(adminChangesBetween([byLid], [member(null)], 5)).toMatchObject([
    { jid: '1@lid', isAdmin: false, at: 5 },
  ])
  expect(adminChangesBetween([member(null)], [byLid], 5)).toMatchObject([{ isAdmin: true }])
})

it('adds no change twice, and forgets changes that no late message can meet', () => {
  const month = 30 * 86_400
  expect(addAdminChanges([change(true, 1)], [change(true, 1)])).toEqual([change(true, 1)])
  expect(addAdminChanges([change(true, 1)], [change(false, month + 2)])).toEqual([change(false, month + 2)])
})

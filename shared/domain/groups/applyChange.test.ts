import { describe, expect, it } from 'vitest'
import type { GroupMember } from '#shared/contracts/groups.ts'
import { applyChange } from './applyChange.ts'

const member = (name: string, lid: string | null = `${name}@lid`): GroupMember => ({
  jid: `${name}@s.whatsapp.net`,
  lid,
  admin: null,
})
const group = {
  subject: 'Orders',
  description: 'Weekly orders',
  announce: false,
  locked: false,
  ephemeralSeconds: 0,
  joinApproval: false,
  inviteCode: null,
  members: [member('1'), member('2')],
  adminChanges: [],
}

describe('applyChange', () => {
  it('changes nothing when the same change is applied a second time', () => {
    const changes: Parameters<typeof applyChange>[1][] = [
      { action: 'add', members: [member('3')], at: 9 },
      { action: 'promote', members: [member('2')], at: 9 },
      { action: 'remove', members: [member('1')], at: 9 },
      { action: 'locked', changes: { locked: true }, at: 9 },
    ]
    for (const change of changes) {
      const once = applyChange(group, change)
      expect(once).not.toEqual(group)
      expect(applyChange(once, change)).toEqual(once)
    }
  })

  it('finds a member by LID if the change does not contain the number', () => {
    const byLid = { jid: '2@lid', lid: '2@lid', admin: null }
    expect(applyChange(group, { action: 'remove', members: [byLid], at: 9 }).members).toEqual([member('1')])
  })

  it('changes one setting only, and stores a removed description as null', () => {
    expect(applyChange(group, { action: 'description', changes: { description: null }, at: 9 })).toEqual({
      ...group,
      description: null,
    })
  })
})

it('records a promotion with its time, also if a snapshot has shown the admin before', () => {
  const admin = { ...member('2'), admin: 'admin' as const }
  const before = { ...group, members: [member('1'), admin] }
  expect(applyChange(before, { action: 'promote', members: [member('2')], at: 9 })).toMatchObject({
    members: before.members,
    adminChanges: [{ jid: '2@s.whatsapp.net', isAdmin: true, at: 9 }],
  })
  const left = applyChange(before, { action: 'remove', members: [admin], at: 10 })
  expect(left.adminChanges).toMatchObject([{ jid: '2@s.whatsapp.net', isAdmin: false, at: 10 }])
})

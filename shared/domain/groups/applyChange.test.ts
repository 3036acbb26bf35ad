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
}

describe('applyChange', () => {
  it('changes nothing when the same change is applied a second time', () => {
    const changes: Parameters<typeof applyChange>[1][] = [
      { action: 'add', members: [member('3')] },
      { action: 'promote', members: [member('2')] },
      { action: 'remove', members: [member('1')] },
      { action: 'locked', changes: { locked: true } },
    ]
    for (const change of changes) {
      const once = applyChange(group, change)
      expect(once).not.toEqual(group)
      expect(applyChange(once, change)).toEqual(once)
    }
  })

  it('finds a member by LID if the change does not contain the number', () => {
    const byLid = { jid: '2@lid', lid: '2@lid', admin: null }
    expect(applyChange(group, { action: 'remove', members: [byLid] }).members).toEqual([member('1')])
  })

  it('changes one setting only, and stores a removed description as null', () => {
    expect(applyChange(group, { action: 'description', changes: { description: null } })).toEqual({
      ...group,
      description: null,
    })
  })
})

import { randomBytes, randomInt } from 'node:crypto'
import { nowSeconds } from '../server/nodes.ts'
import type { State } from '../state/state.ts'
import type { Rows } from '../state/table.ts'
import { type Group, memberOf } from './group.ts'

const LARGEST_RANDOM = 2 ** 47

/** The groups of the sandbox. A group without members is deleted. */
export class Groups {
  private readonly rows: Rows<Group>

  constructor(state: State) {
    this.rows = state.groups.in('all')
  }

  find(id: string | undefined): Group | undefined {
    return id === undefined ? undefined : this.rows.get(id)
  }

  /** Returns the groups of an account. */
  of(phone: string): Group[] {
    return this.rows.values().filter((group) => memberOf(group, phone))
  }

  all(): Group[] {
    return this.rows.values()
  }

  save(group: Group): void {
    if (group.members.length === 0) this.rows.delete(group.id)
    else this.rows.set(group.id, group)
  }

  /** Returns a new group with its creator alone, without saving it. */
  draft(creator: string, subject: string): Group {
    const now = nowSeconds()
    return {
      id: `120363${String(randomInt(LARGEST_RANDOM)).padStart(15, '0').slice(-12)}@g.us`,
      subject,
      subjectAuthor: creator,
      subjectTime: now,
      creation: now,
      creator,
      members: [{ phone: creator, admin: 'superadmin' }],
      announce: false,
      locked: false,
      ephemeral: 0,
      memberAddMode: 'admin_add',
      joinApproval: false,
      invite: newInviteCode(),
      revokedInvites: [],
      requests: [],
      addRequests: {},
    }
  }
}

/** Returns 22 letters and digits, as in `https://chat.whatsapp.com/<code>`. */
export function newInviteCode(): string {
  return randomBytes(16).toString('base64url').replace(/[-_]/g, 'x')
}

import { type BinaryNode, getBinaryNodeChild, getBinaryNodeChildren } from '@whiskeysockets/baileys'
import type { GroupChange } from '#shared/domain/groups/index.ts'
import { bareJid, phoneOf } from '#shared/jid.ts'
import { toStorableDeep } from '#shared/storable.ts'

type Said = Pick<GroupChange, 'type' | 'action' | 'participants' | 'changes'>

/**
 * Reads a `<notification type="w:gp2">` stanza. Null for those that change nothing that anybody asked to hear of. Baileys'
 * own events leave the actor's number and the notification's id out.
 */
export function readGroupChange(node: BinaryNode): GroupChange | null {
  const { from, id, type, participant, participant_pn } = node.attrs
  if (type !== 'w:gp2' || !from || !id) return null
  const actor = participant ? preferPhone(participant, participant_pn) : null
  const [child] = Array.isArray(node.content) ? node.content : []
  const said = child && readChild(child, actor)
  return said ? toStorableDeep({ notificationId: id, groupId: from, actor, ...said }) : null
}

function readChild(child: BinaryNode, actor: string | null): Said | null {
  const participants = getBinaryNodeChildren(child, 'participant').flatMap(({ attrs }) =>
    attrs.jid ? [preferPhone(attrs.jid, attrs.phone_number)] : [],
  )
  switch (child.tag) {
    case 'add':
      return { type: 'group.join', action: 'add', participants }
    case 'remove':
    case 'leave':
      return { type: 'group.leave', action: isOwn(participants, actor) ? 'leave' : 'remove', participants }
    case 'promote':
    case 'demote':
      return { type: 'group.update', action: child.tag, participants }
    default: {
      const changes = readSetting(child)
      return changes === null ? null : { type: 'group.update', action: Object.keys(changes).join(), changes }
    }
  }
}

/** WhatsApp says of somebody who left that they removed themselves. */
function isOwn(participants: readonly string[], actor: string | null): boolean {
  return participants.length === 1 && participants[0] === actor
}

function readSetting(child: BinaryNode): Record<string, string | number | boolean> | null {
  const { tag, attrs } = child
  switch (tag) {
    case 'subject':
      return { subject: attrs.subject ?? '' }
    case 'description': {
      const body = getBinaryNodeChild(child, 'body')?.content
      return { description: body === undefined ? '' : Buffer.from(body as Uint8Array).toString() }
    }
    case 'announcement':
    case 'not_announcement':
      return { announce: tag === 'announcement' }
    case 'locked':
    case 'unlocked':
      return { locked: tag === 'locked' }
    case 'ephemeral':
    case 'not_ephemeral':
      return { ephemeralSeconds: Number(attrs.expiration ?? 0) }
    case 'invite':
      return { inviteCode: attrs.code ?? '' }
    default:
      return null
  }
}

function preferPhone(jid: string, phone: string | undefined): string {
  return bareJid(phoneOf(phone) !== null && phone ? phone : jid)
}

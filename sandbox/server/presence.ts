import type { BinaryNode } from '@whiskeysockets/baileys'
import { type Address, jidOf } from '../accounts/address.ts'
import { namesIn } from '../groups/describe.ts'
import { addressingIn, isGroupId, memberOf } from '../groups/group.ts'
import type { Parts } from '../world.ts'
import { isBlocked } from './blocklist.ts'
import { child, children, node } from './nodes.ts'
import type { Observer, PresenceState } from './presences.ts'
import { isShownTo, privacyOf } from './privacy.ts'

type PresenceParts = Parts<'directory' | 'phones' | 'presences' | 'sessions'>

/**
 * Handles `<presence type>`. The type is the presence of the companion's user, or `subscribe` to the presence
 * of another account. A subscription lasts as long as the connection.
 */
export function routePresence(world: PresenceParts, device: Address, { attrs }: BinaryNode): void {
  if (attrs.type === 'available' || attrs.type === 'unavailable')
    setPresence(world, device, attrs.type === 'available')
  const subject = attrs.type === 'subscribe' ? world.directory.resolve(attrs.to)?.phone : undefined
  if (subject === undefined || !attrs.to) return
  const observer = { device, jid: attrs.to }
  world.presences.subscribe(subject, observer)
  tell(world, subject, observer)
}

/** Ends the presence and the subscriptions of a companion whose connection has ended. */
export function leavePresence(world: PresenceParts, device: Address): void {
  world.presences.unsubscribe(device)
  setPresence(world, device, false)
}

function setPresence(world: PresenceParts, device: Address, isOnline: boolean): void {
  if (!world.presences.setOnline(device, isOnline)) return
  for (const observer of world.presences.observersOf(device.phone)) tell(world, device.phone, observer)
}

/** Tells an observer the presence of an account, as far as the privacy settings of the account allow. */
function tell({ directory, ...world }: PresenceParts, subject: string, { device, jid }: Observer): void {
  const account = directory.get(subject)
  const parts = { directory, ...world }
  const isLastShown = isShownTo(parts, account, 'last', device.phone)
  const isVisible =
    !isBlocked(parts, subject, device.phone) && (privacyOf(account, 'online') === 'all' || isLastShown)
  const attrs =
    isVisible && world.presences.isOnline(subject)
      ? {}
      : { type: 'unavailable', last: lastSeen(parts, subject, isLastShown) }
  world.sessions.find(device)?.send(node('presence', { from: jid, ...attrs }))
}

/** Returns the time at which an account was last online, in Unix seconds, or `deny`. */
function lastSeen({ presences }: PresenceParts, subject: string, isShown: boolean): string | undefined {
  const at = presences.lastOnline(subject)
  if (!isShown || at === undefined) return isShown ? undefined : 'deny'
  return String(Math.floor(at / 1000))
}

/**
 * Handles `<chatstate to><composing/>`: records the state, and forwards it to the connected companions of the other
 * side, or of all other members of a group.
 */
export function routeChatState(
  world: Parts<'directory' | 'groups' | 'presences' | 'sessions'>,
  sender: Address,
  stanza: BinaryNode,
): void {
  const state = stateOf(stanza)
  if (!state) return
  if (isGroupId(stanza.attrs.to)) {
    routeInGroup(world, sender, stanza)
    return
  }
  const target = world.directory.resolve(stanza.attrs.to)
  if (!target || isBlocked(world, target.phone, sender.phone)) return
  world.presences.note(sender.phone, target.phone, state)
  const from = jidOf(world.directory.get(sender.phone), target.addressing)
  for (const session of world.sessions.of(target.phone))
    session.send(node('chatstate', { from }, children(stanza)))
}

function routeInGroup(
  world: Parts<'directory' | 'groups' | 'sessions'>,
  { phone }: Address,
  stanza: BinaryNode,
): void {
  const group = world.groups.find(stanza.attrs.to)
  if (!group || !memberOf(group, phone)) return
  const { jid, pn, lid } = namesIn(world, group, phone)
  const names = { participant: jid, participant_pn: pn, participant_lid: lid }
  const attrs = { from: group.id, ...names, addressing_mode: addressingIn(group) }
  for (const member of group.members)
    if (member.phone !== phone)
      for (const session of world.sessions.of(member.phone))
        session.send(node('chatstate', attrs, children(stanza)))
}

function stateOf(stanza: BinaryNode): PresenceState | undefined {
  const composing = child(stanza, 'composing')
  if (composing) return composing.attrs.media === 'audio' ? 'recording' : 'composing'
  return child(stanza, 'paused') && 'paused'
}

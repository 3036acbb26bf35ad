import type { BinaryNode } from '@whiskeysockets/baileys'
import { type Address, jidOf } from '../accounts/address.ts'
import type { Parts } from '../world.ts'
import { child, children, node } from './nodes.ts'
import type { Session } from './session.ts'

export const PRESENCE_STATES = ['composing', 'recording', 'paused', 'available', 'unavailable'] as const
export type PresenceState = (typeof PRESENCE_STATES)[number]

/** The last presence of an account. */
export interface LastPresence {
  state: PresenceState
  /** In Unix ms; absent if the account has shown no presence. */
  at?: number
}

/** The presence of each account, also towards single accounts. In memory only, as on the real server. */
export class Presences {
  private readonly last = new Map<string, LastPresence & { at: number }>()

  /** Records a state towards one account, or towards all accounts. */
  note(subject: string, observer: string | undefined, state: PresenceState): void {
    this.last.set(`${subject}>${observer ?? ''}`, { state, at: Date.now() })
  }

  /** Returns the latest state that an account showed to this observer or to all. */
  seen(subject: string, observer: string): LastPresence {
    const [general, towards] = [this.last.get(`${subject}>`), this.last.get(`${subject}>${observer}`)]
    if (!general || !towards) return general ?? towards ?? { state: 'unavailable' }
    return towards.at >= general.at ? towards : general
  }
}

/**
 * Handles `<presence type>`. The type is the presence of the companion's user, or `subscribe` to the presence
 * of another account.
 */
export function routePresence(
  world: Parts<'directory' | 'presences'>,
  session: Session,
  { attrs }: BinaryNode,
): void {
  if (attrs.type === 'available' || attrs.type === 'unavailable')
    world.presences.note(session.address.phone, undefined, attrs.type)
  const subject = attrs.type === 'subscribe' ? world.directory.resolve(attrs.to)?.account : undefined
  if (subject)
    session.send(node('presence', { from: attrs.to, type: subject.online ? undefined : 'unavailable' }))
}

/**
 * Handles `<chatstate to><composing/>`: records the state, and forwards it to the other side's connected
 * companions.
 */
export function routeChatState(
  world: Parts<'directory' | 'presences' | 'sessions'>,
  sender: Address,
  stanza: BinaryNode,
): void {
  const target = world.directory.resolve(stanza.attrs.to)
  const state = stateOf(stanza)
  if (!target || !state) return
  world.presences.note(sender.phone, target.phone, state)
  const from = jidOf(world.directory.get(sender.phone), target.addressing)
  for (const session of world.sessions.of(target.phone))
    session.send(node('chatstate', { from }, children(stanza)))
}

function stateOf(stanza: BinaryNode): PresenceState | undefined {
  const composing = child(stanza, 'composing')
  if (composing) return composing.attrs.media === 'audio' ? 'recording' : 'composing'
  return child(stanza, 'paused') && 'paused'
}

import type { BinaryNode } from '@whiskeysockets/baileys'
import { type Address, jidOf } from '../accounts/address.ts'
import type { Parts } from '../world.ts'
import { child, children, node } from './nodes.ts'
import type { Session } from './session.ts'

export const PRESENCE_STATES = ['composing', 'recording', 'paused', 'available', 'unavailable'] as const
export type PresenceState = (typeof PRESENCE_STATES)[number]

/** What somebody was last seen doing. */
export interface Seen {
  state: PresenceState
  /** Unix milliseconds; absent where nothing was ever seen. */
  at?: number
}

/** Who is online, and who writes to whom. In memory only, as with the real server. */
export class Presences {
  private readonly last = new Map<string, Seen & { at: number }>()

  /** Notes a state towards one account, or towards everybody. */
  note(subject: string, observer: string | undefined, state: PresenceState): void {
    this.last.set(`${subject}>${observer ?? ''}`, { state, at: Date.now() })
  }

  /** The latest of what an account shows to this observer and to everybody. */
  seen(subject: string, observer: string): Seen {
    const [general, towards] = [this.last.get(`${subject}>`), this.last.get(`${subject}>${observer}`)]
    if (!general || !towards) return general ?? towards ?? { state: 'unavailable' }
    return towards.at >= general.at ? towards : general
  }
}

/** `<presence type>`: whether a companion's user is there; `subscribe` asks the same of somebody else. */
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

/** `<chatstate to><composing/>`: noted, and passed on to the other side's companions that are there. */
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

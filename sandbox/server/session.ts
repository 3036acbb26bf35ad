import { setTimeout as delay } from 'node:timers/promises'
import type { BinaryNode, proto } from '@whiskeysockets/baileys'
import { type Address, jidOf, keyOf } from '../accounts/address.ts'
import type { Connection } from '../transport/connection.ts'
import type { Parts } from '../world.ts'
import { answerIq, type IqParts } from './iq.ts'
import { acknowledge, routeMessage } from './messages.ts'
import { node, nowSeconds, streamError } from './nodes.ts'
import { routeChatState, routePresence } from './presence.ts'
import { routeReceipt } from './receipts.ts'

/** Time between the result of a companion's own removal and the stream error. */
const END_AFTER_MS = 1_000

/** The parts that a session uses, and hands to the handlers of its stanzas. */
export type SessionParts = IqParts & Parts<'presences'>

/** A companion that is logged in. */
export class Session {
  readonly address: Address
  private readonly world: SessionParts
  private readonly connection: Connection
  private isClosed = false

  constructor(world: SessionParts, connection: Connection, address: Address) {
    this.world = world
    this.connection = connection
    this.address = address
  }

  /** Sends a stanza of this connection or out of the mailbox. */
  readonly send = (stanza: BinaryNode): void => {
    if (!this.world.faults.has('silent', this.address.phone)) this.connection.send(stanza)
  }

  /** Takes the mailbox: the client has asked for its mail (`passive/active`). */
  activate(): void {
    if (this.isClosed) return
    this.world.mailboxes.attach(this.address, this.send)
    this.world.phones.get(this.address.phone).welcome(this.address.device)
  }

  /** Handles a stanza of the client. Routing is done when this returns control; only the answers may be late. */
  async handle(stanza: BinaryNode): Promise<void> {
    const { faults, mailboxes } = this.world
    if (this.isClosed || faults.has('silent', this.address.phone)) return
    switch (stanza.tag) {
      case 'iq':
        return this.answer(stanza)
      case 'message': {
        const ack = await routeMessage(this.world, this.address, stanza)
        await this.pause(faults.take('ackDelayMs', this.address.phone))
        if (ack) this.send(ack)
        return
      }
      case 'receipt':
        routeReceipt(this.world, this.address, stanza)
        await this.world.state.flushed()
        return this.send(acknowledge(stanza))
      case 'ack':
        return mailboxes.confirm(this.address, confirmationOf(stanza))
      case 'presence':
        return routePresence(this.world, this, stanza)
      case 'chatstate':
        return routeChatState(this.world, this.address, stanza)
      default:
        this.world.log.debug({ tag: stanza.tag }, 'stanza without an effect')
    }
  }

  /** Says why, then closes. */
  end(reason: BinaryNode): void {
    this.closed()
    this.connection.send(reason)
    this.connection.close()
  }

  /** Ends the session now, and says why a second later: a client that closes before then reads no stream error. */
  endLater(reason: BinaryNode): void {
    this.closed()
    setTimeout(() => this.end(reason), END_AFTER_MS).unref()
  }

  /** Cuts the TCP connection, as a bad network would. */
  cut(): void {
    this.closed()
    this.connection.terminate()
  }

  /** Nothing more goes in or out: what is in the queue waits for the next login. */
  closed(): void {
    this.isClosed = true
    this.world.mailboxes.detach(this.address, this.send)
    this.world.sessions.remove(this)
  }

  private async answer(iq: BinaryNode): Promise<void> {
    const { reply, after } = answerIq(this.world, this, iq)
    // What an answer promises, e.g. that keys are stored, must outlive a kill.
    await this.world.state.flushed()
    await this.pause(this.world.faults.take('iqDelayMs', this.address.phone))
    if (!reply) return
    this.send(reply)
    after?.()
  }

  private async pause(ms: number | undefined): Promise<void> {
    if (ms !== undefined) await delay(ms, undefined, { ref: false })
  }
}

/** What an `<ack>` of a client confirms. Those of receipts echo sender and type, because their ids repeat. */
export function confirmationOf({ attrs }: BinaryNode) {
  return {
    tag: attrs.class ?? '',
    id: attrs.id ?? '',
    ...(attrs.to && { from: attrs.to }),
    ...(attrs.type && { type: attrs.type }),
    ...(attrs.participant && { participant: attrs.participant }),
  }
}

/** The companions that are logged in: one socket a device. */
export class Sessions {
  private readonly open = new Map<string, Session>()

  of(phone?: string): Session[] {
    return [...this.open.values()].filter(({ address }) => phone === undefined || address.phone === phone)
  }

  find(address: Address): Session | undefined {
    return this.open.get(keyOf(address))
  }

  add(session: Session): void {
    this.open.set(keyOf(session.address), session)
  }

  remove(session: Session): void {
    if (this.find(session.address) === session) this.open.delete(keyOf(session.address))
  }
}

/**
 * Lets a companion in that proves by its Noise key to be the one that was linked, and closes the older socket of the
 * same device. Returns undefined after a `<failure>`.
 */
export function logIn(
  world: SessionParts,
  connection: Connection,
  payload: proto.ClientPayload,
  noiseKey: Uint8Array,
): Session | undefined {
  const address = { phone: String(payload.username ?? ''), device: payload.device ?? 0 }
  const companion = world.directory.companion(address)
  const isKnown = companion !== undefined && Buffer.from(companion.noiseKey).equals(noiseKey)
  const failure = isKnown ? world.faults.take('failLogin', address.phone) : 401
  if (failure !== undefined) {
    connection.send(node('failure', { reason: String(failure), location: 'sandbox' }))
    connection.close()
    return undefined
  }
  world.sessions.find(address)?.end(streamError(undefined, [node('conflict', { type: 'replaced' })]))
  const session = new Session(world, connection, address)
  world.sessions.add(session)
  const account = world.directory.get(address.phone)
  session.send(node('success', { t: String(nowSeconds()), lid: jidOf(account, 'lid', address.device) }))
  const code = world.faults.take('streamError', address.phone)
  if (code !== undefined) session.end(streamError(code))
  return session
}

import { setTimeout as delay } from 'node:timers/promises'
import type { BinaryNode, proto } from '@whiskeysockets/baileys'
import { type Address, jidOf, keyOf } from '../accounts/address.ts'
import type { Connection } from '../transport/connection.ts'
import type { Parts } from '../world.ts'
import { answerIq, type IqParts } from './iq.ts'
import { acknowledge, routeMessage } from './messages.ts'
import { node, nowSeconds, streamError } from './nodes.ts'
import { leavePresence, routeChatState, routePresence } from './presence.ts'
import { routeReceipt } from './receipts.ts'

/** Time between the result of a companion's own removal and the stream error. */
const END_AFTER_MS = 1_000

/** The parts that a session uses, and hands to the handlers of its stanzas. */
export type SessionParts = IqParts & Parts<'presences' | 'versions'>

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

  /** Sends a stanza of this connection or of the queue. */
  readonly send = (stanza: BinaryNode): void => {
    if (!this.world.faults.has('silent', this.address.phone)) this.connection.send(stanza)
  }

  /** Connects the queue of the device after the client's request (`passive/active`). */
  activate(): void {
    if (this.isClosed) return
    this.world.mailboxes.attach(this.address, this.send)
    this.world.phones.get(this.address.phone).welcome(this.address.device)
  }

  /** Handles a stanza of the client. The routing is done before the first `await`. Only the answers may be late. */
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
        return routePresence(this.world, this.address, stanza)
      case 'chatstate':
        return routeChatState(this.world, this.address, stanza)
      default:
        this.world.log.debug({ tag: stanza.tag }, 'the sandbox ignores this kind of stanza')
    }
  }

  /** Sends the reason, then closes the connection. */
  end(reason: BinaryNode): void {
    this.closed()
    this.connection.send(reason)
    this.connection.close()
  }

  /** Ends the session now, and sends the reason a second later. A client that closes earlier reads no stream error. */
  endLater(reason: BinaryNode): void {
    this.closed()
    setTimeout(() => this.end(reason), END_AFTER_MS).unref()
  }

  /** Cuts the TCP connection, like a network failure. */
  cut(): void {
    this.closed()
    this.connection.terminate()
  }

  /** Ends all traffic. The stanzas in the queue wait for the next login. */
  closed(): void {
    if (this.isClosed) return
    this.isClosed = true
    this.world.mailboxes.detach(this.address, this.send)
    // A newer connection of the device has a presence of its own.
    if (this.world.sessions.find(this.address) === this) leavePresence(this.world, this.address)
    this.world.sessions.remove(this)
  }

  private async answer(iq: BinaryNode): Promise<void> {
    const { reply, after } = await answerIq(this.world, this, iq)
    // A promise of an answer, e.g. that keys are stored, must survive a kill.
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

/**
 * Returns the fields that an `<ack>` of a client confirms. The ack of a receipt repeats sender and type,
 * because the ids of receipts are not unique.
 */
export function confirmationOf({ attrs }: BinaryNode) {
  return {
    tag: attrs.class ?? '',
    id: attrs.id ?? '',
    ...(attrs.to && { from: attrs.to }),
    ...(attrs.type && { type: attrs.type }),
    ...(attrs.participant && { participant: attrs.participant }),
  }
}

/** Sends `<failure>`, and closes the connection. */
export function refuse(connection: Connection, failure: Record<string, string | undefined>): void {
  connection.send(node('failure', { location: 'sandbox', ...failure }))
  connection.close()
}

/**
 * Returns the attributes of the `<failure>` of a login, or undefined.
 * @param phone undefined for an unknown device
 */
function failureOf(
  world: SessionParts,
  payload: proto.ClientPayload,
  phone: string | undefined,
): Record<string, string | undefined> | undefined {
  if (phone === undefined) return { reason: '401' }
  if (world.versions.refuses(payload)) return { reason: '405' }
  const fault = world.faults.take('failLogin', phone)
  if (fault === undefined) return undefined
  const { reason, code, expire } =
    typeof fault === 'number' ? (DEFAULT_FAILURES[fault] ?? { reason: fault }) : fault
  return { reason: String(reason), code: code?.toString(), expire: expire?.toString() }
}

/** The failures that have more attributes than their reason, with WhatsApp's usual values. */
const DEFAULT_FAILURES: Record<number, { reason: number; code?: number; expire?: number }> = {
  402: { reason: 402, code: 101, expire: 86_400 },
}

/** The logged-in companions, with one socket for each device. */
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
 * Logs in a companion whose Noise key is the key of its pairing. An older socket of the same device is
 * closed.
 * @returns undefined after a `<failure>`
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
  const failure = failureOf(world, payload, isKnown ? address.phone : undefined)
  if (failure !== undefined) {
    refuse(connection, failure)
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

import type { SendFailure } from '#shared/contracts/messages.ts'
import { advanceStatus, claimMessage, failMessage, type MessageRow } from '#shared/domain/messages/index.ts'
import { phoneOf } from '#shared/jid.ts'
import type { Tenure } from '../fleet/tenure.ts'
import type { ConnectorServices } from '../services.ts'
import type { WhatsAppSocket } from '../whatsapp/index.ts'
import type { AckResult, Acks } from './acks.ts'
import { pause, persist } from './persist.ts'

/**
 * `done`: the command is settled. `dead`: it failed for a reason of its own, and somebody should look at it.
 * `release`: another connector, or a later try, has to settle it.
 */
export type Outcome = 'done' | 'dead' | 'release'

/** A command that has begun: the next of its session may begin too. */
export interface Begun {
  settled: Promise<Outcome>
}

/** What became of waiting for a session's socket. */
export type Opened = { socket: WhatsAppSocket } | { why: 'expired' | 'unlinked' | 'ended' }

interface SenderSession {
  sessionId: string
  tenure: Tenure
  acks: Acks
  /** The socket, as soon as it is open, but not later than that. */
  whenOpen(until: Date): Promise<Opened>
}

const ACK_WITHIN_MS = 30_000
/** A message that so many fresh sockets got no ack for is given up. */
const MAX_TIMEOUTS = 3
/** How often a message may fail on a socket that is open, before it is its own fault. */
const MAX_FAULTS = 5
const RETRY_PAUSE_MS = 500
const KNOWN_RECIPIENTS = 5_000

/** WhatsApp's codes in the ack of a message. */
const REFUSALS: Readonly<Record<string, SendFailure>> = { '463': 'reachout_timelock' }

/**
 * Sends accepted messages, in order, and follows each until WhatsApp has it. One whose ack is missing goes out again
 * with the same id, on a fresh socket: whoever got it twice drops the second.
 */
export class Sender {
  readonly #services: Pick<ConnectorServices, 'db' | 'log' | 'now'>
  readonly #session: SenderSession
  /** Canonical JID by the one that the API was given. */
  readonly #recipients = new Map<string, string>()

  constructor(services: Pick<ConnectorServices, 'db' | 'log' | 'now'>, session: SenderSession) {
    this.#services = services
    this.#session = session
  }

  /** Resolves when the stanza has left, or there is none to send. */
  async begin(messageId: string): Promise<Begun> {
    const { sessionId, tenure } = this.#session
    const row = await claimMessage({
      ctx: this.#services,
      lease: tenure.lease,
      input: { sessionId, messageId },
    })
    return row ? await this.#send(row, 0) : settled('done')
  }

  async #send(row: MessageRow, timeouts: number): Promise<Begun> {
    const { tenure } = this.#session
    for (let faults = 0; faults < MAX_FAULTS; ) {
      const opened = await this.#session.whenOpen(row.expiresAt ?? this.#services.now())
      if (!tenure.isValid) return settled('release')
      if ('why' in opened) return settled(await this.#giveUp(row, opened.why))
      try {
        return await this.#sendOn(opened.socket, row, timeouts)
      } catch (err) {
        this.#services.log.warn({ err, messageId: row.id }, 'send.failed')
        // That the socket went down is no fault of the message; it waits for the next one.
        if (opened.socket.isOpen) faults += 1
        await pause(RETRY_PAUSE_MS, tenure.ended)
      }
    }
    const failed = await this.#fail(row, 'internal_error')
    return settled(failed === 'done' ? 'dead' : failed)
  }

  /** @throws if the stanza did not leave */
  async #sendOn(socket: WhatsAppSocket, row: MessageRow, timeouts: number): Promise<Begun> {
    const jid = await this.#recipient(socket, row.remoteJid)
    if (jid === null) return settled(await this.#fail(row, 'not_on_whatsapp'))
    // The last look before the stanza leaves: a connector that was paused must not send.
    if (!this.#session.tenure.isValid) return settled('release')
    const ack = this.#session.acks.expect(row.id, ACK_WITHIN_MS)
    await socket.send({ id: row.id, jid, type: row.type, content: row.content })
    return { settled: this.#follow(row, socket, ack, timeouts) }
  }

  /** Sees a message that has left through to WhatsApp's answer. */
  async #follow(
    row: MessageRow,
    socket: WhatsAppSocket,
    ack: Promise<AckResult>,
    timeouts: number,
  ): Promise<Outcome> {
    const { sessionId, tenure } = this.#session
    const result = await ack
    if (result.kind === 'refused')
      return await this.#fail(row, REFUSALS[result.code] ?? 'rejected_by_whatsapp')
    if (result.kind === 'accepted') {
      const input = { sessionId, messageIds: [row.id], author: 'me', status: 'SENT' } as const
      return await this.#write(() => advanceStatus({ ctx: this.#services, lease: tenure.lease, input }))
    }
    if (!tenure.isValid) return 'release'
    if (result.kind === 'timeout') {
      if (timeouts + 1 >= MAX_TIMEOUTS) return await this.#fail(row, 'timeout')
      await socket.close('No ack in time')
    }
    const again = await this.#send(row, timeouts + (result.kind === 'timeout' ? 1 : 0))
    return await again.settled
  }

  /** The JID that WhatsApp knows a number by (some countries write theirs in two ways); null if it knows none. */
  async #recipient(socket: WhatsAppSocket, jid: string): Promise<string | null> {
    if (phoneOf(jid) === null) return jid
    const known = this.#recipients.get(jid)
    if (known !== undefined) return known
    const found = await socket.findOnWhatsApp(jid)
    if (found === null) return null
    if (this.#recipients.size >= KNOWN_RECIPIENTS) this.#recipients.clear()
    this.#recipients.set(jid, found)
    return found
  }

  async #giveUp(row: MessageRow, why: 'expired' | 'unlinked' | 'ended'): Promise<Outcome> {
    if (why === 'ended') return 'release'
    return await this.#fail(row, why === 'expired' ? 'expired' : 'session_logged_out')
  }

  async #fail(row: MessageRow, error: SendFailure): Promise<Outcome> {
    const { sessionId, tenure } = this.#session
    this.#services.log.warn({ sessionId, messageId: row.id, error }, 'message.failed')
    const input = { sessionId, messageId: row.id, error }
    return await this.#write(() => failMessage({ ctx: this.#services, lease: tenure.lease, input }))
  }

  async #write(write: () => Promise<void>): Promise<Outcome> {
    return (await persist(this.#session.tenure, this.#services.log, write)) ? 'done' : 'release'
  }
}

function settled(outcome: Outcome): Begun {
  return { settled: Promise.resolve(outcome) }
}

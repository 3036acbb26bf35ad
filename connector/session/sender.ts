import type { SendFailure } from '#shared/contracts/messages.ts'
import {
  failMessage,
  type MessageRow,
  pendingDeadline,
  recordRecipients,
  savePayload,
} from '#shared/domain/messages/index.ts'
import { isGroupJid, phoneOf } from '#shared/jid.ts'
import { UnacceptableMedia } from '#shared/media/index.ts'
import type { Tenure } from '../fleet/tenure.ts'
import { type Begun, type Outcome, settled } from '../partition/outcome.ts'
import { persist } from '../persist.ts'
import type { ConnectorServices } from '../services.ts'
import type { PartitionStatements } from '../statements.ts'
import { NotInTime, pause } from '../wait.ts'
import { refusalCode } from '../whatsapp/index.ts'
import type { AckResult } from './acks.ts'
import type { Connection } from './connection.ts'
import type { Groups } from './groups.ts'
import { needsUpload, uploadOutgoing } from './outgoingMedia.ts'

/** What became of waiting for a session's connection. */
export type Opened = { connection: Connection } | { why: 'expired' | 'unlinked' | 'ended' }

interface SenderSession {
  sessionId: string
  tenure: Tenure
  statements: PartitionStatements
  groups: Groups
  /** The connection, if it is open now. */
  connection(): Connection | null
  whenOpen(withinMs: number): Promise<Opened>
}

const ACK_WITHIN_MS = 30_000
/** A message that so many fresh connections got no ack for is given up. */
const MAX_TIMEOUTS = 3
/** How often a message may fail on a connection that is open, before it is its own fault. */
const MAX_FAULTS = 5
const RETRY_PAUSE_MS = 500
/** A stanza that has left may be on the phone: its ack is worth waiting for, on connections to come, this much longer. */
const CONFIRM_WITHIN_MS = 5 * 60_000
const KNOWN_RECIPIENTS = 5_000

/** WhatsApp's codes in the ack of a message. */
const REFUSALS: Readonly<Record<string, SendFailure>> = { '463': 'reachout_timelock' }

/** A message on its way. */
interface Progress {
  row: MessageRow
  /** Whether a stanza with its id has left, or may have. */
  left: boolean
  faults: number
  timeouts: number
}

/**
 * Sends accepted messages, in order, and follows each until WhatsApp has it. One whose ack is missing goes out again
 * with the same id, on a fresh connection: whoever got it twice drops the second.
 */
export class Sender {
  readonly #services: Pick<
    ConnectorServices,
    'db' | 'log' | 'media' | 'metrics' | 'now' | 'outbox' | 'preparations'
  >
  readonly #session: SenderSession
  /** Those under way, by id: a command that comes again meanwhile joins the first. */
  readonly #underWay = new Map<string, Promise<Begun>>()
  /** Canonical JID by the one that the API was given. */
  readonly #recipients = new Map<string, string>()

  constructor(
    services: Pick<ConnectorServices, 'db' | 'log' | 'media' | 'metrics' | 'now' | 'outbox' | 'preparations'>,
    session: SenderSession,
  ) {
    this.#services = services
    this.#session = session
  }

  /** Resolves when the stanza has left, or there is none to send.
   * @throws if the database can't be asked, or LeaseLost */
  async begin(messageId: string): Promise<Begun> {
    const joined = this.#underWay.get(messageId)
    if (joined) return await joined
    const begun = this.#begin(messageId)
    this.#underWay.set(messageId, begun)
    const forget = () => this.#underWay.delete(messageId)
    begun.then((result) => (result === 'release' ? forget() : result.settled.then(forget, forget)), forget)
    return await begun
  }

  async #begin(messageId: string): Promise<Begun> {
    const { sessionId, statements } = this.#session
    const input = { sessionId, messageId }
    if (!this.#session.connection()) {
      const deadline = await pendingDeadline({ ctx: this.#services, input })
      if (deadline === null) return settled('done')
      const opened = await this.#session.whenOpen(this.#msUntil(deadline))
      if ('why' in opened) return await this.#giveUp(messageId, opened.why)
    }
    const row = await statements.claim(input)
    if (!row) return settled('done')
    // An earlier connector claimed it, and may have died behind the stanza.
    return await this.#send({ row, left: row.attempts > 1, faults: 0, timeouts: 0 })
  }

  async #send(progress: Progress): Promise<Begun> {
    const { row } = progress
    while (progress.faults < MAX_FAULTS) {
      const deadline = (row.expiresAt?.getTime() ?? 0) + (progress.left ? CONFIRM_WITHIN_MS : 0)
      const opened = await this.#session.whenOpen(this.#msUntil(new Date(deadline)))
      if (!this.#session.tenure.isValid) return 'release'
      if ('why' in opened) return await this.#giveUp(row.id, opened.why, progress.left)
      try {
        return await this.#sendOn(opened.connection, progress)
      } catch (err) {
        if (isRefusal(err)) return begunWith(await this.#fail(row.id, 'rejected_by_whatsapp'))
        await this.#countFault(progress, opened.connection, err)
      }
    }
    const failed = await this.#fail(row.id, 'internal_error')
    return failed === 'done' ? settled('dead') : failed
  }

  /** That the connection went down is no fault of the message; it waits for the next one. One that hangs is replaced. */
  async #countFault(progress: Progress, connection: Connection, err: unknown): Promise<void> {
    this.#services.log.warn({ err, messageId: progress.row.id }, 'send.failed')
    if (connection.isOpen) progress.faults += 1
    if (connection.isOpen && err instanceof NotInTime) await connection.close('A send hangs')
    await pause(RETRY_PAUSE_MS, this.#session.tenure.ended)
  }

  /** @throws if the stanza may not have left */
  async #sendOn(connection: Connection, progress: Progress): Promise<Begun> {
    const { row } = progress
    const jid = await this.#recipient(connection, row.remoteJid)
    if (jid === null) return begunWith(await this.#fail(row.id, 'not_on_whatsapp'))
    if (this.#isTooLate(progress)) return begunWith(await this.#fail(row.id, 'expired'))
    if (isGroupJid(jid) && !progress.left) await this.#noteMembers(connection, row.id, jid)
    if (needsUpload(row) && !(await this.#upload(connection, row, jid))) {
      return begunWith(await this.#fail(row.id, 'media_unavailable'))
    }
    // The file may have waited long for its turn.
    if (this.#isTooLate(progress)) return begunWith(await this.#fail(row.id, 'expired'))
    // The last look before the stanza leaves: a connector that was paused must not send.
    if (!this.#session.tenure.isValid) return 'release'
    const ack = connection.ack(row.id, ACK_WITHIN_MS)
    progress.left = true
    const { id, type, content, payload } = row
    await connection.ask((socket) => socket.send({ id, remoteJid: jid, type, content, payload }))
    return { settled: this.#follow(progress, connection, ack) }
  }

  /** Until when it holds, WhatsApp says only when it is asked; Baileys means to, and does not get to it. */
  #askForRestrictions(connection: Connection): void {
    connection
      .ask((socket) => socket.fetchRestrictions())
      .catch((err: unknown) => this.#services.log.warn({ err }, 'restrictions.fetch_failed'))
  }

  /** Each member of a group tells for itself how far a message got.
   * @throws WhatsApp's refusal, for a group that we are not in */
  async #noteMembers(connection: Connection, messageId: string, jid: string): Promise<void> {
    const { sessionId, tenure } = this.#session
    const jids = await this.#session.groups.othersIn(connection, jid)
    await recordRecipients({
      ctx: this.#services,
      input: { lease: tenure.lease, sessionId, messageId, jids },
    })
  }

  /** Uploads a message's file, once. False if it can't be sent at all.
   * @throws what the network says: then it is tried again */
  async #upload(connection: Connection, row: MessageRow, jid: string): Promise<boolean> {
    const { sessionId, tenure } = this.#session
    try {
      const payload = await uploadOutgoing(this.#services, { connection, tenure, row, jid })
      await savePayload({
        ctx: this.#services,
        input: { lease: tenure.lease, sessionId, messageId: row.id, payload },
      })
      row.payload = payload
      return true
    } catch (err) {
      if (!(err instanceof UnacceptableMedia)) throw err
      this.#services.log.warn({ err, messageId: row.id }, 'media.unavailable')
      return false
    }
  }

  /** Sees a message that has left through to WhatsApp's answer. */
  async #follow(progress: Progress, connection: Connection, ack: Promise<AckResult>): Promise<Outcome> {
    const { row } = progress
    const result = await ack
    if (result.kind === 'refused') {
      const reason = REFUSALS[result.code] ?? 'rejected_by_whatsapp'
      if (reason === 'reachout_timelock') this.#askForRestrictions(connection)
      return await this.#fail(row.id, reason)
    }
    if (result.kind === 'accepted') return await this.#markSent(row)
    if (!this.#session.tenure.isValid) return 'release'
    if (result.kind === 'timeout') {
      progress.timeouts += 1
      if (progress.timeouts >= MAX_TIMEOUTS) return await this.#fail(row.id, 'timeout')
      await connection.close('No ack in time')
    }
    // A receipt may have told meanwhile.
    const input = { sessionId: this.#session.sessionId, messageId: row.id }
    if ((await pendingDeadline({ ctx: this.#services, input })) === null) return 'done'
    const again = await this.#send(progress)
    return again === 'release' ? again : await again.settled
  }

  /** The JID that WhatsApp knows a number by (some countries write theirs in two ways); null if it knows none. */
  async #recipient(connection: Connection, jid: string): Promise<string | null> {
    if (phoneOf(jid) === null) return jid
    const known = this.#recipients.get(jid)
    if (known !== undefined) return known
    const found = await connection.ask((socket) => socket.findOnWhatsApp(jid))
    if (found === null) return null
    if (this.#recipients.size >= KNOWN_RECIPIENTS) this.#recipients.clear()
    this.#recipients.set(jid, found)
    return found
  }

  /** `expired` says that it never left, and `timeout` that it may have arrived, but nobody confirmed it. */
  async #giveUp(messageId: string, why: 'expired' | 'unlinked' | 'ended', left = false): Promise<Begun> {
    if (why === 'ended') return 'release'
    const unlinked = why === 'unlinked' ? 'session_logged_out' : null
    return begunWith(await this.#fail(messageId, unlinked ?? (left ? 'timeout' : 'expired')))
  }

  async #markSent({ id: messageId, createdAt }: MessageRow): Promise<'done' | 'release'> {
    const { metrics, now } = this.#services
    metrics.sent(Math.max(0, now().getTime() - createdAt.getTime()) / 1_000)
    const input = {
      sessionId: this.#session.sessionId,
      messageIds: [messageId],
      author: 'me',
      status: 'SENT',
    } as const
    return await this.#write(() => this.#session.statements.advance(input))
  }

  async #fail(messageId: string, error: SendFailure): Promise<'done' | 'release'> {
    const { sessionId, tenure } = this.#session
    this.#services.log.warn({ sessionId, messageId, error }, 'message.failed')
    const input = { sessionId, messageId, error }
    return await this.#write(() =>
      failMessage({ ctx: this.#services, input: { ...input, lease: tenure.lease } }),
    )
  }

  async #write(write: () => Promise<void>): Promise<'done' | 'release'> {
    const result = await persist(this.#session.tenure, this.#services.log, write)
    return result === 'written' ? 'done' : 'release'
  }

  /** Tells whether a message that has not left may not leave any more. */
  #isTooLate({ row, left }: Progress): boolean {
    return !left && this.#msUntil(row.expiresAt) <= 0
  }

  #msUntil(deadline: Date | null): number {
    return (deadline?.getTime() ?? 0) - this.#services.now().getTime()
  }
}

/** Whether WhatsApp said no, for good. */
function isRefusal(error: unknown): boolean {
  const code = refusalCode(error)
  return code !== null && code >= 400 && code < 500 && code !== 429
}

function begunWith(outcome: 'done' | 'release'): Begun {
  return outcome === 'release' ? outcome : settled(outcome)
}

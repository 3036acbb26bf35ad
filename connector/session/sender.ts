import type { SendFailure } from '#shared/contracts/messages.ts'
import type { Restriction } from '#shared/contracts/restrictions.ts'
import { findTimer, type Timer } from '#shared/domain/chats/index.ts'
import {
  failMessage,
  type MessageRow,
  pendingDeadline,
  recordRecipients,
  savePayload,
} from '#shared/domain/messages/index.ts'
import { isGroupJid } from '#shared/jid.ts'
import { UnacceptableMedia } from '#shared/media/index.ts'
import { usernameOf } from '#shared/username.ts'
import type { PartitionQueries } from '../batchedQueries.ts'
import { type BegunCommand, type CommandOutcome, settled } from '../commandOutcome.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import { persist } from '../persist.ts'
import type { ConnectorServices } from '../services.ts'
import { pause, TimedOut } from '../wait.ts'
import { isRefusal, previewOfPayload } from '../whatsapp/index.ts'
import { type Accounts, NO_ACCOUNT } from './accounts.ts'
import type { AckResult } from './acks.ts'
import { claimPerson } from './campaignPerson.ts'
import type { Connection } from './connection.ts'
import type { Groups } from './groups.ts'
import type { LidMappings } from './lidMappings.ts'
import { messageFacts } from './messageFacts.ts'
import { needsUpload, uploadOutgoing } from './outgoingMedia.ts'
import type { Usernames } from './usernames.ts'

/** Result of a wait for the session's connection. */
export type Opened = { connection: Connection } | NotOpened
type NotOpened =
  | { why: 'expired' | 'unlinked' | 'ended' }
  /** WhatsApp refuses the session until after the deadline. */
  | { why: 'refused'; failure: SendFailure }

interface SenderSession {
  sessionId: string
  leaseHandle: LeaseHandle
  queries: PartitionQueries
  accounts: Accounts
  groups: Groups
  lidMappings: LidMappings
  usernames: Usernames
  /** The connection, if it is open. */
  connection(): Connection | null
  whenOpen(withinMs: number): Promise<Opened>
  onRestricted(kind: Restriction['type'], restriction: Restriction): void
}

const ACK_WITHIN_MS = 30_000
/** Attempts on fresh connections without an ack, after which the message fails. */
const MAX_TIMEOUTS = 3
/** Failures on an open connection, after which the message itself is at fault. */
const MAX_FAULTS = 5
const RETRY_PAUSE_MS = 500
/** Additional time for the ack of a stanza that was sent, on later connections too. The phone may already have the message. */
const CONFIRM_WITHIN_MS = 5 * 60_000
/** Length of a timelock whose end WhatsApp does not name. */
const UNKNOWN_TIMELOCK_MS = 60_000

/** Failure by WhatsApp's error code in the ack of a message. */
const REFUSALS: Readonly<Record<string, SendFailure>> = { '463': 'reachout_timelock' }

/** State of a message that is being sent. */
interface Progress {
  row: MessageRow
  /** The disappearing timer of the chat at the claim. */
  timer: Timer | null
  /** True if a stanza with the message's id was sent, or may have been sent. */
  mayHaveLeft: boolean
  faults: number
  timeouts: number
  /** The JID at which WhatsApp knows no account, although a query had found one there. */
  vacatedJid?: string
}

/**
 * Sends accepted messages in order, and follows each until WhatsApp acks it. A message without an ack is sent again with the same
 * id on a fresh connection. A recipient that received both drops the second.
 */
export class Sender {
  readonly #services: Pick<
    ConnectorServices,
    'db' | 'log' | 'media' | 'metrics' | 'now' | 'outbox' | 'preparations'
  >
  readonly #session: SenderSession
  /** Messages that are being sent, by id. A redelivered command joins the first one. */
  readonly #underWay = new Map<string, Promise<BegunCommand>>()

  constructor(
    services: Pick<ConnectorServices, 'db' | 'log' | 'media' | 'metrics' | 'now' | 'outbox' | 'preparations'>,
    session: SenderSession,
  ) {
    this.#services = services
    this.#session = session
  }

  /**
   * Resolves when the stanza was sent, or when there is none to send.
   * @throws LeaseLost, or the database's error
   */
  async begin(messageId: string): Promise<BegunCommand> {
    const joined = this.#underWay.get(messageId)
    if (joined) return await joined
    const begun = this.#begin(messageId)
    this.#underWay.set(messageId, begun)
    const forget = () => this.#underWay.delete(messageId)
    begun.then((result) => (result === 'release' ? forget() : result.settled.then(forget, forget)), forget)
    return await begun
  }

  async #begin(messageId: string): Promise<BegunCommand> {
    const { sessionId, queries } = this.#session
    const input = { sessionId, messageId }
    let connection = this.#session.connection()
    if (!connection) {
      const deadline = await pendingDeadline({ ctx: this.#services, input })
      if (deadline === null) return settled('done')
      const opened = await this.#session.whenOpen(this.#msUntil(deadline))
      if ('why' in opened) return await this.#giveUp(messageId, opened)
      connection = opened.connection
    }
    const claimed = await queries.claim({ ...input, secret: connection.secretFor(messageId) })
    if (!claimed) return settled('done')
    const { row, isOptedOut, timer } = claimed
    // An earlier connector claimed the message, and may have sent the stanza before it died.
    const mayHaveLeft = row.attempts > 1
    const progress = { row, timer, mayHaveLeft, faults: 0, timeouts: 0 }
    return isOptedOut ? await this.#optOut(progress) : await this.#send(progress)
  }

  async #send(progress: Progress): Promise<BegunCommand> {
    const { row } = progress
    while (progress.faults < MAX_FAULTS) {
      const deadline = (row.expiresAt?.getTime() ?? 0) + (progress.mayHaveLeft ? CONFIRM_WITHIN_MS : 0)
      const opened = await this.#session.whenOpen(this.#msUntil(new Date(deadline)))
      if (!this.#session.leaseHandle.isValid) return 'release'
      if ('why' in opened) return await this.#giveUp(row.id, opened, progress.mayHaveLeft)
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

  /**
   * Counts a failure on an open connection. A lost connection is not the message's fault, and the message waits for the next
   * connection. A connection that hangs is replaced.
   */
  async #countFault(progress: Progress, connection: Connection, err: unknown): Promise<void> {
    this.#services.log.warn({ err, messageId: progress.row.id }, 'send.failed')
    if (connection.isOpen) progress.faults += 1
    if (connection.isOpen && err instanceof TimedOut) await connection.close('A send got no answer')
    await pause(RETRY_PAUSE_MS, this.#session.leaseHandle.ended)
  }

  /**
   * Sends a message on a connection.
   * @throws an error if the stanza may not have been sent
   */
  async #sendOn(connection: Connection, progress: Progress): Promise<BegunCommand> {
    const { row } = progress
    const { leaseHandle } = this.#session
    const found = await this.#findChat(connection, row)
    if ('failure' in found) return begunWith(await this.#fail(row.id, found.failure))
    const { jid } = found
    if (jid === progress.vacatedJid) return begunWith(await this.#fail(row.id, 'rejected_by_whatsapp'))
    if (jid !== row.remoteJid) await this.#moveTo(jid, progress)
    if (this.#isTooLate(progress)) return begunWith(await this.#fail(row.id, 'expired'))
    const ended = row.source === 'broadcast' ? await this.#claimPerson(connection, progress, jid) : null
    if (ended) return ended
    if (isGroupJid(jid) && !progress.mayHaveLeft) await this.#recordMembers(connection, row.id, jid)
    if (row.payload === null && !(await this.#encode(connection, progress, jid))) {
      return begunWith(await this.#fail(row.id, 'media_unavailable'))
    }
    // The file may have waited long for its turn.
    if (this.#isTooLate(progress)) return begunWith(await this.#fail(row.id, 'expired'))
    // Last check before the stanza is sent: a connector that was paused must not send.
    if (!leaseHandle.isValid) return 'release'
    const ack = connection.ack(row.id, ACK_WITHIN_MS)
    progress.mayHaveLeft = true
    const { id, type, content, payload } = row
    const secret = connection.openSecret(id, row.secret)
    await connection.ask((socket) => socket.send({ id, remoteJid: jid, type, content, payload, secret }))
    return { settled: this.#follow(progress, connection, ack) }
  }

  /**
   * Finds the JID that WhatsApp knows the chat by. A message that was accepted by username goes to the person of the first answer, also
   * after a retry.
   * @throws Error if WhatsApp does not answer, or if the lease ended
   */
  async #findChat(
    connection: Connection,
    { remoteJid, usernameKey: key }: MessageRow,
  ): Promise<{ jid: string } | { failure: SendFailure }> {
    const username = usernameOf(remoteJid)
    if (username === null) {
      const jid = await this.#session.accounts.find(connection, remoteJid)
      return jid === null ? { failure: 'not_on_whatsapp' } : { jid }
    }
    const found = await this.#session.usernames.bind(connection, { username, ...(key !== null && { key }) })
    if ('jid' in found) return found
    return { failure: found.state === 'unknown' ? 'not_on_whatsapp' : 'username_key_required' }
  }

  /** Takes the JID that WhatsApp knows the chat by. The claim read the timer of the chat under the other spelling. */
  async #moveTo(jid: string, progress: Progress): Promise<void> {
    const { sessionId } = this.#session
    progress.row.remoteJid = jid
    // The key of a reaction names the chat.
    if (progress.row.type === 'reaction') progress.row.payload = null
    progress.timer = await findTimer({ ctx: this.#services, input: { sessionId, jid } })
  }

  /**
   * Claims the person for a campaign's message. Returns null after the claim, and otherwise the end of the message.
   * @throws Error if WhatsApp does not answer
   */
  async #claimPerson(connection: Connection, progress: Progress, jid: string): Promise<BegunCommand | null> {
    const { row, mayHaveLeft } = progress
    const { leaseHandle, lidMappings } = this.#session
    const claim = await claimPerson(this.#services, { connection, leaseHandle, lidMappings, row, jid })
    switch (claim) {
      case 'claimed':
        return null
      case 'release':
        return claim
      case 'opted_out':
        return await this.#optOut(progress)
      case 'duplicate':
        return begunWith(await this.#fail(row.id, 'duplicate'))
      case 'moved':
        return begunWith(await this.#fail(row.id, mayHaveLeft ? 'timeout' : 'duplicate'))
    }
  }

  /**
   * Queries the end of a restriction, which WhatsApp reports only on request. Baileys intends this query and never sends it. The
   * refused message proves the restriction. Without an answer it lasts a minute, as in WhatsApp Web.
   */
  async #queryRestrictions(connection: Connection): Promise<void> {
    try {
      const { isTimelocked } = await connection.ask((socket) => socket.fetchRestrictions())
      if (isTimelocked) return
    } catch (err) {
      this.#services.log.warn({ err }, 'restrictions.fetch_failed')
    }
    const until = new Date(this.#services.now().getTime() + UNKNOWN_TIMELOCK_MS).toISOString()
    this.#session.onRestricted('reachout_timelock', { type: 'reachout_timelock', until })
  }

  /**
   * Stores the members of the group as recipients, because each member has a delivery status of its own.
   * @throws WhatsApp's refusal, for a group that the session is not in
   */
  async #recordMembers(connection: Connection, messageId: string, jid: string): Promise<void> {
    const { sessionId, leaseHandle } = this.#session
    const jids = await this.#session.groups.othersIn(connection, jid)
    const input = { lease: leaseHandle.lease, sessionId, messageId, jids }
    await this.#session.lidMappings.inOrder(() => recordRecipients({ ctx: this.#services, input }))
  }

  /**
   * Encodes a message that cannot be composed again: a file is uploaded once, and a quoted message or a timer may change.
   * Returns false if the file can never be sent.
   * @throws the network's error, after which the upload is retried
   */
  async #encode(connection: Connection, progress: Progress, jid: string): Promise<boolean> {
    const { sessionId, leaseHandle, groups } = this.#session
    const { row, timer } = progress
    const isFile = needsUpload(row)
    if (!isFile && !row.content.quoted && !timer) return true
    try {
      const facts = await messageFacts(this.#services, { connection, groups, row, jid, timer })
      const { id, type, content } = row
      const payload = isFile
        ? await uploadOutgoing(this.#services, { connection, leaseHandle, row, jid, facts })
        : await connection.ask((socket) =>
            socket.encode({ id, remoteJid: jid, type, content, payload: null }, facts),
          )
      const ephemeral = type === 'reaction' ? undefined : timer?.seconds
      const preview = previewOfPayload(payload)
      await savePayload({
        ctx: this.#services,
        input: { lease: leaseHandle.lease, sessionId, messageId: id, payload, preview, ephemeral },
      })
      row.payload = payload
      return true
    } catch (err) {
      if (!(err instanceof UnacceptableMedia)) throw err
      this.#services.log.warn({ err, messageId: row.id }, 'media.unavailable')
      return false
    }
  }

  /** Follows a sent message until WhatsApp's answer. */
  async #follow(
    progress: Progress,
    connection: Connection,
    ack: Promise<AckResult>,
  ): Promise<CommandOutcome> {
    const { row } = progress
    const result = await ack
    if (result.kind === 'refused' && result.code === NO_ACCOUNT && progress.vacatedJid === undefined) {
      this.#session.accounts.forget(row.remoteJid)
      return await this.#sendAgain({ ...progress, vacatedJid: row.remoteJid, mayHaveLeft: false })
    }
    if (result.kind === 'refused') {
      const reason = REFUSALS[result.code] ?? 'rejected_by_whatsapp'
      if (reason === 'reachout_timelock') void this.#queryRestrictions(connection)
      return await this.#fail(row.id, reason)
    }
    if (result.kind === 'accepted') return await this.#markSent(row)
    if (!this.#session.leaseHandle.isValid) return 'release'
    if (result.kind === 'timeout') {
      progress.timeouts += 1
      if (progress.timeouts >= MAX_TIMEOUTS) return await this.#fail(row.id, 'timeout')
      await connection.close('No ack in time')
    }
    // A receipt may have updated the status meanwhile.
    const input = { sessionId: this.#session.sessionId, messageId: row.id }
    if ((await pendingDeadline({ ctx: this.#services, input })) === null) return 'done'
    return await this.#sendAgain(progress)
  }

  async #sendAgain(progress: Progress): Promise<CommandOutcome> {
    const again = await this.#send(progress)
    return again === 'release' ? again : await again.settled
  }

  /**
   * Ends a message to a person on the suppression list. A message that may have left stays PENDING: a receipt still moves it, and
   * the sweeper ends it otherwise.
   */
  async #optOut({ row, mayHaveLeft }: Progress): Promise<BegunCommand> {
    return mayHaveLeft ? settled('done') : begunWith(await this.#fail(row.id, 'opted_out'))
  }

  /** Ends a message. `expired`: the message was never sent. `timeout`: the message may have arrived, without a confirmation. */
  async #giveUp(messageId: string, opened: NotOpened, mayHaveLeft = false): Promise<BegunCommand> {
    if (opened.why === 'ended') return 'release'
    if (opened.why === 'unlinked') return begunWith(await this.#fail(messageId, 'session_logged_out'))
    if (mayHaveLeft) return begunWith(await this.#fail(messageId, 'timeout'))
    return begunWith(await this.#fail(messageId, opened.why === 'refused' ? opened.failure : 'expired'))
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
    await this.#session.lidMappings.learned()
    return await this.#write(() => this.#session.queries.advanceStatus(input))
  }

  async #fail(messageId: string, error: SendFailure): Promise<'done' | 'release'> {
    const { sessionId, leaseHandle } = this.#session
    this.#services.log.warn({ sessionId, messageId, error }, 'message.failed')
    const input = { sessionId, messageId, error }
    return await this.#write(() =>
      failMessage({ ctx: this.#services, input: { ...input, lease: leaseHandle.lease } }),
    )
  }

  async #write(write: () => Promise<void>): Promise<'done' | 'release'> {
    const result = await persist(this.#session.leaseHandle, this.#services.log, write)
    return result === 'written' ? 'done' : 'release'
  }

  /** Returns true if no stanza was sent and the message's deadline (`expiresAt`) has passed. */
  #isTooLate({ row, mayHaveLeft }: Progress): boolean {
    return !mayHaveLeft && this.#msUntil(row.expiresAt) <= 0
  }

  #msUntil(deadline: Date | null): number {
    return (deadline?.getTime() ?? 0) - this.#services.now().getTime()
  }
}

function begunWith(outcome: 'done' | 'release'): BegunCommand {
  return outcome === 'release' ? outcome : settled(outcome)
}

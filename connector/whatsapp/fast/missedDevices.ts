import { type BinaryNode, isJidGroup, type WASocket } from '@whiskeysockets/baileys'
import type { Logger } from '#shared/logger.ts'
import type { Outgoing } from '../content/kinds/index.ts'
import { ExpiringCache } from '../expiringCache.ts'
import { isPerson, ownDevice, ownIdentity } from './addressing.ts'
import { hashDevices } from './deviceHash.ts'
import { jidsOf, type KeptLists, type ListedDevice } from './keptLists.ts'

import type { ListRefresh } from './refreshLists.ts'

/** Messages that wait for their ack. The oldest message makes room for a new message. */
const MAX_WAITING = 1_000
const WAIT_MS = 10 * 60_000
/** Time for which a chat is not asked about again, after a refresh that found no missed device. */
const DISPUTED_MS = 5 * 60_000
/** The resend count of a copy. The phone counts from here if it cannot decrypt the copy. */
const COUNT = 1

export type MissedSocket = Pick<WASocket, 'authState' | 'relayMessage'>

interface Options {
  lists: KeptLists
  refresh: ListRefresh
  /** Finds a sent message or change by the id of its stanza. */
  findSent(id: string): Promise<Outgoing | undefined>
  log: Logger
}

/** The lists by which a message was sent. Lists are never changed in place. */
interface Sent {
  chat: string
  own: readonly ListedDevice[]
  theirs: readonly ListedDevice[]
}

/**
 * Compares the devices of each message with WhatsApp's own list. The ack of a message to one person has the hash of the list
 * (`phash`). If the hash differs, the lists of the chat and of the account are refreshed, and each device that the message
 * missed gets the message. Baileys ignores the hash.
 */
export class MissedDevices {
  readonly #sock: MissedSocket
  readonly #options: Options
  readonly #waiting = new ExpiringCache(WAIT_MS, MAX_WAITING)
  readonly #disputed = new ExpiringCache(DISPUTED_MS, MAX_WAITING)

  constructor(sock: MissedSocket, options: Options) {
    this.#sock = sock
    this.#options = options
  }

  /** Remembers the devices of a message to one person. To be called before the stanza is sent. */
  sending(id: string, chat: string): void {
    if (!isPerson(chat)) return
    const sent = this.#listsOf(chat)
    if (sent) this.#waiting.set(id, sent)
  }

  /** Handles the ack of a message. */
  onAck({ attrs: { id = '', from, phash, error } }: BinaryNode): void {
    const sent = this.#waiting.get<Sent>(id)
    this.#waiting.del(id)
    if (!phash || error) return
    if (!sent) this.#forgetAfter(from)
    else if (this.#hashOf(sent) !== phash) {
      this.#sendToMissed(id, sent, phash).catch((err: unknown) =>
        this.#options.log.warn({ err, messageId: id }, 'devices.refresh_failed'),
      )
    }
  }

  async #sendToMissed(id: string, sent: Sent, phash: string): Promise<void> {
    const { chat } = sent
    const { refresh, findSent, log } = this.#options
    if (!this.#agreesNow(chat, phash)) {
      if (this.#disputed.get(chat)) return
      this.#forgetUnlessNewer(sent)
      await refresh.complete([chat, ownIdentity(this.#sock, chat)])
    }
    const reached = this.#devicesOf(sent)
    const now = this.#listsOf(chat)
    const missed = now ? [...this.#devicesOf(now)].filter((jid) => !reached.has(jid)) : []
    log.info({ messageId: id, missed: missed.length }, 'devices.changed')
    if (missed.length === 0) {
      if (!this.#agreesNow(chat, phash)) this.#disputed.set(chat, true)
      return
    }
    const found = await findSent(id)
    if (!found) return
    const { message, attributes = {}, nodes = [] } = found
    for (const jid of missed) {
      await this.#sock.relayMessage(chat, message, {
        messageId: id,
        participant: { jid, count: COUNT },
        additionalAttributes: attributes,
        additionalNodes: nodes,
      })
    }
  }

  /** Forgets the lists of a message, unless an earlier ack has forgotten or refreshed the lists. */
  #forgetUnlessNewer({ chat, own, theirs }: Sent): void {
    const now = this.#listsOf(chat)
    if (now?.own !== own || now.theirs !== theirs) return
    const { me } = this.#sock.authState.creds
    this.#options.lists.forget(chat, me?.id, me?.lid)
  }

  #agreesNow(chat: string, phash: string): boolean {
    const lists = this.#listsOf(chat)
    return lists !== undefined && this.#hashOf(lists) === phash
  }

  /** Returns the current lists of a chat, or undefined if a list is missing. */
  #listsOf(chat: string): Sent | undefined {
    const { lists } = this.#options
    const [own, theirs] = [lists.listOf(ownDevice(this.#sock, chat)), lists.listOf(chat)]
    return own && theirs && { chat, own, theirs }
  }

  /** Returns the devices of a message, with the sending device. */
  #devicesOf({ chat, own, theirs }: Sent): Set<string> {
    return new Set([ownDevice(this.#sock, chat), ...jidsOf(own), ...jidsOf(theirs)])
  }

  #hashOf(sent: Sent): string {
    return hashDevices([...this.#devicesOf(sent)])
  }

  /** Forgets the lists behind a hash whose message is unknown. */
  #forgetAfter(from: string | undefined): void {
    const { me } = this.#sock.authState.creds
    // The ack of a group does not name the member whose list is stale.
    if (isJidGroup(from)) this.#options.lists.flushAll()
    else this.#options.lists.forget(from, me?.id, me?.lid)
  }
}

import { findTimer } from '#shared/domain/chats/index.ts'
import { quotedMessage } from '#shared/domain/messages/index.ts'
import type { ConnectorServices } from '../services.ts'
import type { SentChange } from '../whatsapp/index.ts'
import { shownOf } from './messageFacts.ts'

/** Number of changes that a session remembers. */
const REMEMBERED = 500

type Edit = Extract<SentChange, { change: 'edited' }>

/** A sent change. An edit whose message is stored has no words here. */
type Remembered = SentChange | Omit<Edit, 'edited'>

/**
 * The changes that a session has sent, by the id of their stanza. A phone that could not decrypt a change requests the change again.
 * The words of an edit are here only until the row of its message has them.
 */
export class SentChanges {
  readonly #services: Pick<ConnectorServices, 'db'>
  readonly #sessionId: string
  readonly #sent = new Map<string, Remembered>()

  constructor(services: Pick<ConnectorServices, 'db'>, sessionId: string) {
    this.#services = services
    this.#sessionId = sessionId
  }

  /** Remembers a change. To be called before the stanza leaves, because the request of a phone may arrive before the ack. */
  add(stanzaId: string, change: SentChange): void {
    const [oldest] = this.#sent.keys()
    if (oldest !== undefined && this.#sent.size >= REMEMBERED) this.#sent.delete(oldest)
    this.#sent.set(stanzaId, change)
  }

  /** Forgets the words of an edit, because the row of the message has them. */
  stored(stanzaId: string): void {
    const sent = this.#sent.get(stanzaId)
    if (sent?.change !== 'edited') return
    const { change, key, at } = sent
    this.#sent.set(stanzaId, { change, key, at })
  }

  /** Forgets a change that WhatsApp did not accept. */
  forget(stanzaId: string): void {
    this.#sent.delete(stanzaId)
  }

  /**
   * Finds a change for a phone that requests it again. An edit has the newest words of its message.
   * @returns undefined for an unknown change, and for the edit of a message that was erased or deleted
   * @throws the database's error
   */
  async find(stanzaId: string): Promise<SentChange | undefined> {
    const sent = this.#sent.get(stanzaId)
    if (sent?.change !== 'edited' || 'edited' in sent) return sent
    const { id: messageId, remoteJid: jid } = sent.key
    const input = { sessionId: this.#sessionId, messageId, fromMe: true }
    const message = await quotedMessage({ ctx: this.#services, input })
    if (!message) return undefined
    const timer = await findTimer({ ctx: this.#services, input: { sessionId: this.#sessionId, jid } })
    return { ...sent, edited: { ...shownOf(message), timer } }
  }
}

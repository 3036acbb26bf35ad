import {
  applyEdit,
  forgetLateChange,
  type Inbound,
  type KeptChange,
  keepLateChange,
  listLateChanges,
  listLateTargets,
  storeLateMessage,
} from '#shared/domain/messages/index.ts'
import { decodeLateChange, encodeLateChange, type LateChange, sealContext } from '../whatsapp/index.ts'
import { applyChange, resolveEnvelope } from './applyChange.ts'
import type { ChangeServices, ChangeSession } from './applyOpened.ts'
import type { SessionAuth } from './auth.ts'

/** Name of the sealed changes, in the context that binds a value to its row. */
const LATE_CHANGE = 'late-change'

/**
 * Applies changes that need an earlier message: edits, and everything that is encrypted with the secret of the message. A change
 * whose message is missing is kept, and applied when the message arrives.
 */
export class LateChanges {
  readonly #services: ChangeServices
  readonly #session: ChangeSession & { appId: string }
  /** Ids of the messages for which changes wait. This connector alone writes the session's changes. */
  readonly #awaited = new Set<string>()

  constructor(services: ChangeServices, session: ChangeSession & { appId: string }) {
    this.#services = services
    this.#session = session
  }

  /**
   * Applies the kept changes whose message an earlier host has stored. To be called before the first stanza.
   * @throws LeaseLost, or the database's error
   */
  async recover(auth: SessionAuth): Promise<void> {
    const { sessionId } = this.#session
    for (const id of await listLateTargets({ ctx: this.#services, input: { sessionId } }))
      this.#awaited.add(id)
    await this.messagesStored([...this.#awaited], auth)
  }

  /**
   * Applies changes, or keeps them. Returns the message or the edit of the last change that is left to store; null if nothing is left.
   * @throws LeaseLost, or the database's error
   */
  async take(changes: readonly LateChange[], auth: SessionAuth): Promise<Inbound | null> {
    let left: Inbound | null = null
    for (const change of changes) {
      if (left) await this.#store(left)
      left = await this.#takeOne(change, auth)
    }
    return left
  }

  async #takeOne(change: LateChange, auth: SessionAuth): Promise<Inbound | null> {
    const applied = await applyChange(this.#services, this.#session, change, auth)
    if (applied !== 'missing') return applied
    const { sessionId, leaseHandle } = this.#session
    const { targetId } = change
    const { sender, id, remoteJid } = await resolveEnvelope(this.#session, change)
    const value = auth.cipher.seal(encodeLateChange(change), sealContext(sessionId, LATE_CHANGE, targetId))
    const kept = { targetId, sender, id, remoteJid, value }
    await keepLateChange({
      ctx: this.#services,
      input: { lease: leaseHandle.lease, sessionId, change: kept },
    })
    this.#awaited.add(targetId)
    return null
  }

  /**
   * Applies the kept changes of messages that were stored.
   * @throws LeaseLost, or the database's error
   */
  async messagesStored(ids: readonly string[], auth: SessionAuth): Promise<void> {
    const { sessionId } = this.#session
    const targetIds = ids.filter((id) => this.#awaited.has(id))
    if (targetIds.length === 0) return
    const kept = await listLateChanges({ ctx: this.#services, input: { sessionId, targetIds } })
    for (const change of kept) await this.#retry(change, auth)
  }

  async #retry(kept: KeptChange, auth: SessionAuth): Promise<void> {
    const { sessionId, leaseHandle } = this.#session
    const { lease } = leaseHandle
    const context = sealContext(sessionId, LATE_CHANGE, kept.targetId)
    const change = decodeLateChange(auth.cipher.open(kept.value, context))
    const applied = await applyChange(this.#services, this.#session, change, auth)
    if (applied === 'missing') return
    if (applied) await this.#store(applied)
    await forgetLateChange({ ctx: this.#services, input: { lease, sessionId, change: kept } })
  }

  async #store(inbound: Inbound): Promise<void> {
    const { sessionId, appId, leaseHandle } = this.#session
    const { lease } = leaseHandle
    if (inbound.kind === 'message') {
      const { message } = inbound
      await storeLateMessage({ ctx: this.#services, input: { lease, sessionId, appId, message } })
    }
    if (inbound.kind === 'edited') {
      const { messageId, sender, content, changedAt = null } = inbound
      await applyEdit({
        ctx: this.#services,
        input: { lease, sessionId, messageId, sender, content, changedAt },
      })
    }
  }
}

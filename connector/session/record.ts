import type { Restriction } from '#shared/contracts/restrictions.ts'
import type { DisconnectReason } from '#shared/contracts/sessions.ts'
import { removeSession } from '#shared/domain/sessionRemoval/index.ts'
import * as sessions from '#shared/domain/sessions/index.ts'
import type { Tenure } from '../fleet/tenure.ts'
import { persist } from '../persist.ts'
import type { ConnectorServices } from '../services.ts'

/**
 * What a runner knows of its session's row, and its writes to it: in order, one after the other, and each tried again
 * until the database takes it, so that the row says in the end what is true.
 */
export class SessionRecord {
  readonly #services: Pick<ConnectorServices, 'db' | 'now' | 'log' | 'outbox'>
  readonly #tenure: Tenure
  #row: sessions.SessionRow
  #writes: Promise<unknown> = Promise.resolve()

  constructor(
    services: Pick<ConnectorServices, 'db' | 'now' | 'log' | 'outbox'>,
    tenure: Tenure,
    row: sessions.SessionRow,
  ) {
    this.#services = services
    this.#tenure = tenure
    this.#row = row
  }

  get row(): sessions.SessionRow {
    return this.#row
  }

  /** Whether a phone is linked, as far as this runner knows; it knows before the row does. */
  get isPaired(): boolean {
    return this.#row.pairedAt !== null
  }

  /** Reads the row anew, behind all that is still to be written to it. Answers what it was before; null if it is gone. */
  async refresh(): Promise<sessions.SessionRow | null> {
    await this.flushed()
    const before = this.#row
    const row = await sessions.readSession({ ctx: this.#services, input: { id: before.id } })
    if (!row) return null
    this.#row = row
    return before
  }

  qr(qr: { text: string; expiresAt: Date }): void {
    this.#write((hold) => sessions.recordQr({ ctx: this.#services, input: { hold, qr } }))
  }

  paired(): void {
    this.#row = { ...this.#row, pairedAt: this.#services.now() }
    this.#write((hold) => sessions.recordPaired({ ctx: this.#services, input: hold }))
  }

  connected(me: { phone: string | null; lid: string | null; pushName: string | null }): void {
    this.#row = { ...this.#row, pairedAt: this.#row.pairedAt ?? this.#services.now() }
    this.#write((hold) => sessions.recordConnected({ ctx: this.#services, input: { hold, me } }))
  }

  /** Not connected for the moment. `handover`: a connector leaves in peace, and another takes it up. */
  reconnecting(why: 'connection_lost' | 'handover'): void {
    const reason = why === 'connection_lost' && this.isPaired ? why : null
    this.#write((hold) => sessions.recordReconnecting({ ctx: this.#services, input: { hold, reason } }))
  }

  stopped(stop: { reason: DisconnectReason; unlinked: boolean }): void {
    if (stop.unlinked) this.#row = { ...this.#row, pairedAt: null }
    this.#write((hold) => sessions.recordStopped({ ctx: this.#services, input: { hold, stop } }))
  }

  restricted(restrictions: Restriction[]): void {
    this.#write((hold) => sessions.recordRestrictions({ ctx: this.#services, input: { hold, restrictions } }))
  }

  remove(): void {
    this.#write((hold) => removeSession({ ctx: this.#services, input: hold }))
  }

  /** Resolves when all that was said so far is in the row, or the tenure has ended. */
  async flushed(): Promise<void> {
    await this.#writes
  }

  #write(write: (hold: sessions.SessionHold) => Promise<void>): void {
    const { id: sessionId, generation } = this.#row
    const hold = { lease: this.#tenure.lease, sessionId, generation }
    this.#writes = this.#writes.then(() => persist(this.#tenure, this.#services.log, () => write(hold)))
  }
}

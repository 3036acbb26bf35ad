import type { Restriction } from '#shared/contracts/restrictions.ts'
import { removeSession } from '#shared/domain/sessionRemoval/index.ts'
import * as sessions from '#shared/domain/sessions/index.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import { persist } from '../persist.ts'
import type { ConnectorServices } from '../services.ts'

/** Columns of the cached row after WhatsApp accepted the client. */
const ACCEPTED = { reason: null, retryAt: null, refusals: 0 }

/**
 * Caches a session's row, and writes its state. Writes run in order, and each is repeated until the database takes it, so that
 * the row reaches the final state.
 */
export class SessionStateWriter {
  readonly #services: Pick<ConnectorServices, 'db' | 'now' | 'log' | 'outbox'>
  readonly #leaseHandle: LeaseHandle
  #row: sessions.SessionRow
  #writes: Promise<unknown> = Promise.resolve()

  constructor(
    services: Pick<ConnectorServices, 'db' | 'now' | 'log' | 'outbox'>,
    leaseHandle: LeaseHandle,
    row: sessions.SessionRow,
  ) {
    this.#services = services
    this.#leaseHandle = leaseHandle
    this.#row = row
  }

  get row(): sessions.SessionRow {
    return this.#row
  }

  /** True if a phone is linked. The cached row changes before the stored row does. */
  get isPaired(): boolean {
    return this.#row.pairedAt !== null
  }

  /** Reads the row again after all pending writes. Returns the previous row, or null if the session was deleted. */
  async refresh(): Promise<sessions.SessionRow | null> {
    await this.flushed()
    const before = this.#row
    const row = await sessions.readSession({ ctx: this.#services, input: { id: before.id } })
    if (!row) return null
    this.#row = row
    return before
  }

  qr(qr: { text: string; expiresAt: Date }): void {
    this.#row = { ...this.#row, ...ACCEPTED, status: 'connecting' }
    this.#write((hold) => sessions.recordQr({ ctx: this.#services, input: { hold, qr } }))
  }

  paired(): void {
    this.#row = { ...this.#row, pairedAt: this.#services.now() }
    this.#write((hold) => sessions.recordPaired({ ctx: this.#services, input: hold }))
  }

  connected(me: { phone: string | null; lid: string | null; pushName: string | null }): void {
    const pairedAt = this.#row.pairedAt ?? this.#services.now()
    this.#row = { ...this.#row, ...ACCEPTED, status: 'connected', pairedAt }
    this.#write((hold) => sessions.recordConnected({ ctx: this.#services, input: { hold, me } }))
  }

  named(pushName: string): void {
    this.#write((hold) => sessions.recordPushName({ ctx: this.#services, input: { hold, pushName } }))
  }

  /** Records a lost connection. `handover`: the connector stops gracefully, and another connector takes over. */
  reconnecting(why: 'connection_lost' | 'handover'): void {
    const reason = why === 'connection_lost' && this.isPaired ? why : null
    this.#row = { ...this.#row, status: 'connecting', reason, retryAt: null }
    this.#write((hold) => sessions.recordReconnecting({ ctx: this.#services, input: { hold, reason } }))
  }

  stopped(stop: sessions.SessionStop): void {
    const { reason, retryAt, refusals } = stop
    this.#row = { ...this.#row, status: 'disconnected', reason, retryAt, refusals }
    if (stop.unlinked) this.#row = { ...this.#row, pairedAt: null }
    this.#write((hold) => sessions.recordStopped({ ctx: this.#services, input: { hold, stop } }))
  }

  /** Makes the next login of a stopped session due at another time. */
  retryAt(retryAt: Date): void {
    this.#row = { ...this.#row, retryAt }
    this.#write((hold) => sessions.recordRetry({ ctx: this.#services, input: { hold, retryAt } }))
  }

  restricted(kind: Restriction['type'], restriction: Restriction | null): void {
    this.#write((hold) =>
      sessions.recordRestriction({ ctx: this.#services, input: { hold, kind, restriction } }),
    )
  }

  remove(): void {
    this.#write((hold) => removeSession({ ctx: this.#services, input: hold }))
  }

  /** Resolves when all writes so far are stored, or the lease has ended. */
  async flushed(): Promise<void> {
    await this.#writes
  }

  #write(write: (hold: sessions.SessionHold) => Promise<void>): void {
    const { id: sessionId, generation } = this.#row
    const hold = { lease: this.#leaseHandle.lease, sessionId, generation }
    this.#writes = this.#writes.then(() => persist(this.#leaseHandle, this.#services.log, () => write(hold)))
  }
}

import { recordTimers, type TimerSetting } from '#shared/domain/chats/index.ts'
import type { LeaseHandle } from '../fleet/leaseHandle.ts'
import type { ConnectorServices } from '../services.ts'
import type { LidMappings } from './lidMappings.ts'

const KNOWN = 5_000

/** Keeps the disappearing timers of a session's chats up to date in the database. Most messages repeat a known setting. */
export class ChatTimers {
  readonly #services: Pick<ConnectorServices, 'db'>
  readonly #leaseHandle: LeaseHandle
  readonly #sessionId: string
  readonly #lidMappings: LidMappings
  /** Seconds and time of the last stored setting, by chat. */
  readonly #known = new Map<string, string>()

  constructor(
    services: Pick<ConnectorServices, 'db'>,
    session: { leaseHandle: LeaseHandle; sessionId: string; lidMappings: LidMappings },
  ) {
    this.#services = services
    this.#leaseHandle = session.leaseHandle
    this.#sessionId = session.sessionId
    this.#lidMappings = session.lidMappings
  }

  /**
   * Stores settings that WhatsApp reported, under the numbers of the chats where they are known.
   * @throws LeaseLost, or the database's error
   */
  async store(settings: readonly TimerSetting[]): Promise<void> {
    const fresh: TimerSetting[] = []
    for (const setting of settings) {
      const jid = await this.#lidMappings.phoneOf(setting.jid)
      if (this.#known.get(jid) !== stateOf(setting)) fresh.push({ ...setting, jid })
    }
    if (fresh.length === 0) return
    await recordTimers({
      ctx: this.#services,
      input: { lease: this.#leaseHandle.lease, sessionId: this.#sessionId, settings: fresh },
    })
    if (this.#known.size >= KNOWN) this.#known.clear()
    for (const setting of fresh) this.#known.set(setting.jid, stateOf(setting))
  }
}

function stateOf({ seconds, at }: TimerSetting): string {
  return `${seconds} ${at}`
}

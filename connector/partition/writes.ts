import { isDatabaseUnavailable } from '#shared/database/index.ts'
import { type KeyChanges, saveKeys } from '#shared/domain/auth-state/index.ts'
import { type Lease, LeaseLost } from '#shared/domain/fleet/index.ts'
import {
  advanceStatus,
  claimMessages,
  type MessageRow,
  type OwnMessage,
  type StatusChange,
} from '#shared/domain/messages/index.ts'
import { Gatherer } from '../gather.ts'
import type { ConnectorServices } from '../services.ts'

type Change = StatusChange & { sessionId: string }

/**
 * What each message of a partition writes on its way. Those that are under way at the same time share their statements, and so do the
 * steps of one message to several devices.
 */
export class PartitionWrites {
  readonly #keys: Gatherer<{ sessionId: string; changes: KeyChanges }, undefined>
  readonly #claims: Gatherer<OwnMessage, MessageRow | null>
  readonly #statuses: Gatherer<Change, undefined>

  constructor(services: Pick<ConnectorServices, 'db' | 'now' | 'outbox'>, lease: Lease) {
    const ctx = services
    this.#keys = gather(async (writes) => {
      await saveKeys(ctx, lease, writes)
      return []
    })
    this.#claims = gather((input) => claimMessages({ ctx, lease, input }))
    this.#statuses = gather(async (input) => {
      await advanceStatus({ ctx, lease, input })
      return []
    })
  }

  /** @throws LeaseLost */
  async saveKeys(sessionId: string, changes: KeyChanges): Promise<void> {
    await this.#keys.add({ sessionId, changes })
  }

  /** See `claimMessages`.
   * @throws LeaseLost */
  async claim(message: OwnMessage): Promise<MessageRow | null> {
    return await this.#claims.add(message)
  }

  /** See `advanceStatus`.
   * @throws LeaseLost */
  async advance(change: Change): Promise<void> {
    await this.#statuses.add(change)
  }
}

/** A database that is down, or a lease that is lost, is the fault of none of them. */
function gather<Item, Result>(work: (items: readonly Item[]) => Promise<readonly Result[]>) {
  const isOfOne = (error: unknown) => !isDatabaseUnavailable(error) && !(error instanceof LeaseLost)
  return new Gatherer<Item, Result>({ work, isOfOne })
}

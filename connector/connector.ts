import { LeaseKeeper } from './fleet/leaseKeeper.ts'
import type { Tenure } from './fleet/tenure.ts'
import { Partition } from './partition/partition.ts'
import type { ConnectorServices } from './services.ts'

/** ECS kills a task 120 s after it asked it to stop; what is in hand gets this much of that. */
const STOP_WITHIN_MS = 60_000

/** A member of the fleet: leases partitions, and runs the sessions of those that it has. */
export class Connector {
  readonly #services: ConnectorServices
  readonly #keeper: LeaseKeeper
  readonly #partitions = new Map<Tenure, Partition>()

  constructor(services: ConnectorServices) {
    this.#services = services
    this.#keeper = new LeaseKeeper(services, {
      gained: (tenure) => this.#gained(tenure),
      lost: (tenure) => this.#lost(tenure),
      giveAway: () => this.#giveAway(),
      sessionCount: () => this.sessionCount,
    })
  }

  /** How many sessions hold a connection, or are about to. */
  get sessionCount(): number {
    return [...this.#partitions.values()].reduce((sum, partition) => sum + partition.activeSessions, 0)
  }

  async start(): Promise<void> {
    await this.#keeper.start()
  }

  /** In peace: each partition finishes what is in hand, closes its connections, and is given back as soon as it has. */
  async stop(): Promise<void> {
    await this.#keeper.stopTaking()
    const partitions = [...this.#partitions]
    const deadline = new Promise<void>((resolve) => setTimeout(resolve, STOP_WITHIN_MS).unref())
    await Promise.all(
      partitions.map(async ([tenure, partition]) => {
        await Promise.race([partition.stop(), deadline])
        await this.#release(tenure)
      }),
    )
    await this.#keeper.leave()
    await Promise.all(partitions.map(([, partition]) => partition.closed()))
  }

  /** The one with the fewest sessions: an idle one costs nobody a moment. */
  async #giveAway(): Promise<void> {
    const [fewest] = [...this.#partitions].toSorted(([, a], [, b]) => a.activeSessions - b.activeSessions)
    if (!fewest) return
    const [tenure, partition] = fewest
    this.#services.log.info({ partition: tenure.lease.partition }, 'partition.given_away')
    await partition.stop()
    await this.#release(tenure)
    await partition.closed()
  }

  async #release(tenure: Tenure): Promise<void> {
    this.#partitions.delete(tenure)
    await this.#keeper.release(tenure)
  }

  #gained(tenure: Tenure): void {
    const partition = new Partition(this.#services, tenure)
    this.#partitions.set(tenure, partition)
    this.#services.log.info(
      { partition: tenure.lease.partition, epoch: tenure.lease.epoch },
      'partition.gained',
    )
    partition.start()
  }

  #lost(tenure: Tenure): void {
    this.#services.log.warn(
      { partition: tenure.lease.partition, epoch: tenure.lease.epoch },
      'partition.lost',
    )
    this.#partitions.get(tenure)?.abandon()
    this.#partitions.delete(tenure)
  }
}

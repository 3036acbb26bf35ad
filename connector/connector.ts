import type { LeaseHandle } from './fleet/leaseHandle.ts'
import { LeaseKeeper, type LostReason } from './fleet/leaseKeeper.ts'
import { Partition } from './partition/partition.ts'
import type { ConnectorServices } from './services.ts'

/** ECS kills a task 120 s after it asked it to stop; what is in hand gets this much of that. */
const STOP_WITHIN_MS = 60_000

/** A member of the fleet: leases partitions, and runs the sessions of those that it has. */
export class Connector {
  readonly #services: ConnectorServices
  readonly #keeper: LeaseKeeper
  readonly #partitions = new Map<LeaseHandle, Partition>()

  constructor(services: ConnectorServices) {
    this.#services = services
    services.metrics.registerGauges({
      sessions: () => this.sessionCount,
      sessionsConnected: () => this.#sum((partition) => partition.connectedSessions),
      commandsInFlight: () => this.#sum((partition) => partition.commands.inFlight),
      oldestCommandSeconds: () =>
        Math.max(0, ...[...this.#partitions.values()].map(({ commands }) => commands.oldestMs)) / 1_000,
    })
    this.#keeper = new LeaseKeeper(services, {
      gained: (leaseHandle) => this.#gained(leaseHandle),
      lost: (leaseHandle, reason) => this.#lost(leaseHandle, reason),
      giveAway: () => this.#giveAway(),
      sessionCount: () => this.sessionCount,
    })
  }

  /** How many sessions hold a connection, or are about to. */
  get sessionCount(): number {
    return this.#sum((partition) => partition.activeSessions)
  }

  /** Whether it does its work: what it must reach to keep its sessions, it has reached not long ago. */
  get isReady(): boolean {
    return this.#keeper.isCurrent
  }

  async start(): Promise<void> {
    await this.#keeper.start()
  }

  /** In peace: each partition finishes what is in hand, closes its connections, and is given back as soon as it has. */
  async stop(): Promise<void> {
    await this.#keeper.stopAcquiring()
    const partitions = [...this.#partitions]
    const deadline = new Promise<void>((resolve) => setTimeout(resolve, STOP_WITHIN_MS).unref())
    await Promise.all(
      partitions.map(async ([leaseHandle, partition]) => {
        await Promise.race([partition.stop(), deadline])
        await this.#release(leaseHandle)
      }),
    )
    await this.#keeper.leave()
    await Promise.all(partitions.map(([, partition]) => partition.closed()))
  }

  #sum(count: (partition: Partition) => number): number {
    return [...this.#partitions.values()].reduce((sum, partition) => sum + count(partition), 0)
  }

  /** The one with the fewest sessions: an idle one costs nobody a moment. */
  async #giveAway(): Promise<void> {
    const [fewest] = [...this.#partitions].toSorted(([, a], [, b]) => a.activeSessions - b.activeSessions)
    if (!fewest) return
    const [leaseHandle, partition] = fewest
    this.#services.log.info({ partition: leaseHandle.lease.partition }, 'partition.given_away')
    await partition.stop()
    await this.#release(leaseHandle)
    await partition.closed()
  }

  async #release(leaseHandle: LeaseHandle): Promise<void> {
    this.#partitions.delete(leaseHandle)
    await this.#keeper.release(leaseHandle)
  }

  #gained(leaseHandle: LeaseHandle): void {
    this.#services.metrics.leaseMoved()
    const partition = new Partition(this.#services, leaseHandle)
    this.#partitions.set(leaseHandle, partition)
    this.#services.log.info(
      { partition: leaseHandle.lease.partition, epoch: leaseHandle.lease.epoch },
      'partition.gained',
    )
    partition.start()
  }

  #lost(leaseHandle: LeaseHandle, reason: LostReason): void {
    this.#services.metrics.leaseMoved()
    this.#services.log.warn(
      { partition: leaseHandle.lease.partition, epoch: leaseHandle.lease.epoch, reason },
      'partition.lost',
    )
    this.#partitions.get(leaseHandle)?.abandon()
    this.#partitions.delete(leaseHandle)
  }
}

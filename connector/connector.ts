import type { LeaseHandle } from './fleet/leaseHandle.ts'
import { LeaseKeeper, type LostReason } from './fleet/leaseKeeper.ts'
import { Partition } from './partition/partition.ts'
import type { ConnectorServices } from './services.ts'

/** Time limit of the running work in a stop. ECS kills a task 120 s after SIGTERM. */
const STOP_WITHIN_MS = 60_000

/** A member of the fleet, which leases partitions and runs their sessions. */
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

  /** Number of sessions that have a connection or are about to connect. */
  get sessionCount(): number {
    return this.#sum((partition) => partition.activeSessions)
  }

  /** True if the connector reached the database within the last lease time. */
  get isReady(): boolean {
    return this.#keeper.isCurrent
  }

  async start(): Promise<void> {
    await this.#keeper.start()
  }

  /** Stops gracefully. Each partition finishes its running commands and closes its connections, then its lease is released. */
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

  /** Gives away the partition with the fewest active sessions, because its handover interrupts the fewest connections. */
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

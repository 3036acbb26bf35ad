import { type Database, partitions } from '#shared/database/index.ts'
import { createLogger } from '#shared/logger.ts'
import { LeaseKeeper } from './leaseKeeper.ts'

/** Rounds in which a fleet settles: a partition that is given away in one round is taken in the next. */
const ROUNDS = 3
/** Longer than any test on a slow machine. */
const LEASE_SECONDS = 600

interface Held {
  keeper: LeaseKeeper
  leases: Set<Parameters<LeaseKeeper['release']>[0]>
}

/** Connectors without sessions, whose rounds the test runs. */
export class TestFleet {
  readonly #db: Database
  readonly #members = new Map<string, Held>()

  constructor(db: Database) {
    this.#db = db
  }

  /** Ids of the connectors that run. */
  get ids(): string[] {
    return [...this.#members.keys()]
  }

  /** Number of partitions that each connector holds, by its id. */
  get shares(): Record<string, number> {
    return Object.fromEntries([...this.#members].map(([id, { leases }]) => [id, leases.size]))
  }

  /** Starts a connector, and runs its first round. */
  async start(id: string, release: string | null): Promise<void> {
    const leases: Held['leases'] = new Set()
    const keeper = new LeaseKeeper(
      {
        leaseDb: this.#db,
        log: createLogger({ level: 'silent', name: 'test' }),
        connectorId: id,
        release,
        config: { VESPER_LEASE_SECONDS: LEASE_SECONDS, VESPER_CAPACITY: 1_000 },
      },
      {
        gained: (handle) => leases.add(handle),
        lost: (handle) => leases.delete(handle),
        async giveAway() {
          const [first] = leases
          if (first) leases.delete(first)
          if (first) await keeper.release(first)
        },
        sessionCount: () => 0,
      },
    )
    this.#members.set(id, { keeper, leases })
    await keeper.nextRound()
  }

  /** Ends a connector without a word, as a kill does. */
  kill(id: string): void {
    this.#members.delete(id)
  }

  /** Begins a graceful stop. The returned function ends it, as `Connector.stop` does. */
  async stop(id: string): Promise<() => Promise<void>> {
    const member = this.#members.get(id)
    if (!member) throw new Error(`${id} does not run`)
    await member.keeper.stopAcquiring()
    const release = async (count: number) => {
      for (const lease of [...member.leases].slice(0, count)) {
        member.leases.delete(lease)
        await member.keeper.release(lease)
      }
    }
    await release(Math.ceil(member.leases.size / 2))
    return async () => {
      await release(member.leases.size)
      await member.keeper.leave()
      this.#members.delete(id)
    }
  }

  /** Runs rounds until no connector holds more than a fair share. */
  async balance(): Promise<void> {
    const total = (await epochsOf(this.#db)).length
    const isFair = () => Math.max(...Object.values(this.shares)) <= Math.ceil(total / this.#members.size)
    do await this.settle(1)
    while (!isFair() || Object.values(this.shares).reduce((sum, share) => sum + share) < total)
  }

  /** Runs rounds of all connectors. */
  async settle(rounds = ROUNDS): Promise<void> {
    for (let round = 0; round < rounds; round++)
      for (const { keeper } of this.#members.values()) await keeper.nextRound()
  }

  /** Replaces all connectors as ECS does: starts one, stops one, and starts the next before the stop has ended. */
  async replace(release: string | null): Promise<void> {
    let ended: () => Promise<void> = async () => undefined
    for (const [index, id] of this.ids.entries()) {
      await this.start(`${release}_${index}`, release)
      await ended()
      await this.settle()
      ended = await this.stop(id)
      await this.settle()
    }
    await ended()
    await this.settle()
  }
}

/** Returns the number of take-overs of each partition, by its id. */
export async function epochsOf(db: Database): Promise<number[]> {
  const rows = await db.select().from(partitions).orderBy(partitions.id)
  return rows.map(({ epoch }) => epoch)
}

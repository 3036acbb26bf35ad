import { type ConnectorProcess, startConnectors } from '#local/index.ts'

/** The connectors of a run: a fixed number of the gateway's own, and guests that come and go. */
export class Fleet {
  readonly #residents: readonly ConnectorProcess[]
  readonly #guestEnvironment: Record<string, string>
  readonly #guests: Promise<ConnectorProcess[]>[] = []
  /** Process ids. */
  readonly #paused = new Set<number>()

  constructor(residents: readonly ConnectorProcess[], guestEnvironment: Record<string, string>) {
    this.#residents = residents
    this.#guestEnvironment = guestEnvironment
  }

  /**
   * Sends a signal to one of the gateway's own connectors.
   * @param aim selects the connector: 0 to below 1
   * @returns its process id; undefined if the connector is dead at the moment
   */
  signal(aim: number, signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP'): number | undefined {
    const pid = this.#residents[Math.floor(aim * this.#residents.length)]?.pid
    if (pid === undefined || !tryKill(pid, signal)) return undefined
    if (signal === 'SIGSTOP') this.#paused.add(pid)
    return pid
  }

  /** Records a process that somebody else stopped, so that the fleet can resume it. */
  paused(pid: number): void {
    this.#paused.add(pid)
  }

  resume(pid: number): void {
    this.#paused.delete(pid)
    tryKill(pid, 'SIGCONT')
  }

  async add(): Promise<void> {
    const starting = startConnectors(1, this.#guestEnvironment)
    this.#guests.push(starting)
    await starting
  }

  /** Stops the oldest guest gracefully. */
  async remove(): Promise<void> {
    const guests = await this.#guests.shift()
    await Promise.all((guests ?? []).map((guest) => guest.stop()))
  }

  /** Resumes paused connectors, so that they can be stopped, and stops the guests. */
  async close(): Promise<void> {
    for (const pid of this.#paused) this.resume(pid)
    while (this.#guests.length > 0) await this.remove().catch(() => undefined)
  }
}

/** Returns false if the process does not exist. */
function tryKill(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

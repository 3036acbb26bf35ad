import { type ConnectorProcess, startConnectors } from '#local/connectorProcess.ts'

/** The connectors of a run: those of the gateway, whose number stays, and guests that come and go. */
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

  /** Sends a signal to one of the gateway's own.
   * @param aim from 0 up to, and without, 1
   * @returns its process id; undefined where it is dead just now */
  signal(aim: number, signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP'): number | undefined {
    const pid = this.#residents[Math.floor(aim * this.#residents.length)]?.pid
    if (pid === undefined || !tryKill(pid, signal)) return undefined
    if (signal === 'SIGSTOP') this.#paused.add(pid)
    return pid
  }

  /** Hears of a process that was stopped by somebody else, so that it can be woken. */
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

  /** Has the guest that came first leave in peace. */
  async remove(): Promise<void> {
    const guests = await this.#guests.shift()
    await Promise.all((guests ?? []).map((guest) => guest.stop()))
  }

  /** Wakes who is paused, so that they can be stopped, and sends the guests away. */
  async close(): Promise<void> {
    for (const pid of this.#paused) this.resume(pid)
    while (this.#guests.length > 0) await this.remove().catch(() => undefined)
  }
}

/** False where there is no such process any more. */
function tryKill(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

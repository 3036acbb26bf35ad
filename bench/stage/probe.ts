import { answerAsks } from './asks.ts'

/** The usage of a process: CPU time in ms since its start, and memory in bytes. */
export interface Usage {
  cpuMs: number
  rss: number
  heapUsed: number
}

interface Collectors {
  gc?(): void
  Bun?: { gc(force: boolean): void }
}

/** Answers requests for the usage. Every measured process loads this file before its own code. */
answerAsks({
  usage({ collect }: { collect: boolean }): Usage {
    if (collect) collectGarbage()
    const { user, system } = process.cpuUsage()
    const { rss, heapUsed } = process.memoryUsage()
    return { cpuMs: (user + system) / 1_000, rss, heapUsed }
  },
  /** Moves the wall clock forward, so that caches by wall clock expire. Leases follow the monotonic clock. */
  passTime({ ms }: { ms: number }) {
    const { now } = Date
    Date.now = () => now() + ms
  },
})

function collectGarbage(): void {
  const { gc, Bun } = globalThis as Collectors
  // The second collection frees the objects that the first one released.
  for (let times = 0; times < 2; times++) Bun ? Bun.gc(true) : gc?.()
}

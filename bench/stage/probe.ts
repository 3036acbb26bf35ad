import { answerAsks } from './asks.ts'

/** What a process has used. CPU in ms since its start, memory in bytes, now. */
export interface Usage {
  cpuMs: number
  rss: number
  heapUsed: number
}

interface Collectors {
  gc?(): void
  Bun?: { gc(force: boolean): void }
}

/** Loaded into each process that is measured, before its own code: it tells what the process uses, and does nothing else. */
answerAsks({
  usage({ collect }: { collect: boolean }): Usage {
    if (collect) collectGarbage()
    const { user, system } = process.cpuUsage()
    const { rss, heapUsed } = process.memoryUsage()
    return { cpuMs: (user + system) / 1_000, rss, heapUsed }
  },
})

function collectGarbage(): void {
  const { gc, Bun } = globalThis as Collectors
  // The second collects what the first has let go of.
  for (let times = 0; times < 2; times++) Bun ? Bun.gc(true) : gc?.()
}

/** Measures the CPU of synchronous work. */
export interface CpuMeter {
  /** Starts a measurement. The returned function gives the CPU since the start, in ms. */
  start(): () => number
}

/** `process.threadCpuUsage` of Node 23.9 and newer, in µs. */
interface ThreadCpu {
  threadCpuUsage?(): { user: number; system: number }
}

/**
 * Meter of production. The meter counts CPU time, because wall-clock time would charge a flow for a busy machine.
 * Node 23.9 and newer, which AWS runs, report the CPU of the thread. Older versions report the CPU of the process,
 * which includes other threads. One thread never uses more CPU than the elapsed time, so the smaller value is the
 * best upper bound.
 */
export const cpuMeter: CpuMeter = {
  start() {
    const { threadCpuUsage } = process as ThreadCpu
    if (threadCpuUsage) {
      const since = totalOf(threadCpuUsage())
      return () => (totalOf(threadCpuUsage()) - since) / 1000
    }
    const [since, startedAt] = [process.cpuUsage(), performance.now()]
    return () => Math.min(totalOf(process.cpuUsage(since)) / 1000, performance.now() - startedAt)
  },
}

function totalOf({ user, system }: { user: number; system: number }): number {
  return user + system
}

/** Measures the CPU that a stretch of synchronous work takes. */
export interface CpuMeter {
  /** Starts a measurement; the function that it answers tells the CPU time since then, in ms. */
  start(): () => number
}

/** `process.threadCpuUsage` of Node 23.9 and newer, in µs. */
interface ThreadCpu {
  threadCpuUsage?(): { user: number; system: number }
}

/**
 * The meter of production. Wall-clock time would charge a flow for a busy machine, so the meter counts CPU time: of the thread where Node
 * tells it (AWS runs such a Node), else of the process. The process' figure includes what other threads do meanwhile; one thread never
 * uses more CPU than time passes, so that the smaller of both is the best upper bound.
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

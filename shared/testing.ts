import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Answers how many times slower the machine is than the reference, as the start of the run measured it.
 * A test multiplies a limit with this factor where the limit itself is the guarantee.
 * @returns a factor of 1 or more
 */
export function slowness(): number {
  return Number(process.env.VESPER_TEST_SLOWNESS ?? 1)
}

/**
 * Measures the CPU time of a synchronous function, as the reference machine would take it, in milliseconds.
 * Other processes on the machine do not count.
 */
export function cpuMs(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / slowness()
}

/** A full collection costs time in proportion to the heap: work gets at least this many times as long between two. */
const WORK_PER_COLLECTION = 3

/**
 * Runs `work` and answers by how many bytes the referenced memory of this process grew at most meanwhile: heap and
 * buffers, each time behind a full garbage collection. Garbage does not count, so no limit depends on the collector's mood.
 */
export async function measureHeldBytes(work: () => Promise<void>): Promise<number> {
  const before = heldBytes()
  let peak = before
  let timer: NodeJS.Timeout | undefined
  const sample = () => {
    const startedAt = performance.now()
    peak = Math.max(peak, heldBytes())
    timer = setTimeout(sample, WORK_PER_COLLECTION * (performance.now() - startedAt))
  }
  sample()
  try {
    await work()
  } finally {
    clearTimeout(timer)
  }
  return peak - before
}

function heldBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

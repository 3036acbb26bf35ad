import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Ratio of working time to collection time, at least. A full collection takes time in proportion to the heap. */
const WORK_PER_COLLECTION = 3

/**
 * Runs `work` and measures the referenced buffers of this process, each time after a full garbage collection. Garbage and
 * the heap of other code in the process do not count, so that no limit depends on the collector.
 * @returns the maximum growth during `work`, in bytes
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

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

function heldBytes(): number {
  collect()
  // The first collection may leave buffers to a sweeper in the background. The second collection waits for the sweeper.
  collect()
  return process.memoryUsage().arrayBuffers
}

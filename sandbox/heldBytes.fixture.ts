import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

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

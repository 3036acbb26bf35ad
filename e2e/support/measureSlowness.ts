import { pbkdf2 } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'

const derive = promisify(pbkdf2)

const ROUNDS = 6
const ITERATIONS = 60_000
/** Wall time of a round on the quiet reference machine, in milliseconds. README measures `npm test` on the same machine. */
const REFERENCE_MS = 45
const AT_MOST = 5

/**
 * Measures the slowness of CPU work relative to the quiet reference machine. Each round uses all cores, so that other processes
 * count as a slower machine does.
 * @returns a factor from 1 to 5
 */
export async function measureSlowness(): Promise<number> {
  const threads = Math.min(availableParallelism(), 4)
  const startedAt = performance.now()
  for (let round = 0; round < ROUNDS; round++)
    await Promise.all(
      Array.from({ length: threads }, () => derive('password', 'salt', ITERATIONS, 64, 'sha512')),
    )
  const roundMs = (performance.now() - startedAt) / ROUNDS
  return Math.min(AT_MOST, Math.max(1, roundMs / REFERENCE_MS))
}

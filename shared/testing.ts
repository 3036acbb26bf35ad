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

/**
 * Returns the slowness of this machine relative to the reference machine. The start of the test run measures the factor.
 * A test multiplies a limit by this factor if the limit itself is the guarantee.
 * @returns a factor of at least 1
 */
export function slowness(): number {
  return Number(process.env.VESPER_TEST_SLOWNESS ?? 1)
}

/**
 * Measures the CPU time of a synchronous function, converted to the reference machine. Other processes on the machine do not count.
 * @returns the CPU time in ms
 */
export function cpuMs(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / slowness()
}

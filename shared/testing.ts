/** CPU that this process spends on a piece of work, in ms: what else the machine does counts for little. For work that must not explode. */
export function cpuMs(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

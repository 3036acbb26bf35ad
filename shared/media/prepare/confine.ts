/** Limits that the kernel keeps for a process. */
export interface Limits {
  /** Private memory that the process may write to (`RLIMIT_DATA`). macOS ignores this limit. */
  dataBytes?: number
  /** Addresses, with mapped libraries (`RLIMIT_AS`). macOS refuses this limit. */
  addressBytes?: number
  /** CPU time of all threads together (`RLIMIT_CPU`): a bound that a slow machine does not move. */
  cpuSeconds?: number
  /** Length of each file that the process writes (`RLIMIT_FSIZE`). */
  fileBytes?: number
}

/** A shell's `ulimit` counts files in blocks of 512 bytes and memory in KiB. */
const BLOCK_BYTES = 512
const KIB = 1024

/**
 * Answers the command line that runs a program within limits, at a low priority. A shell sets the limits and becomes the
 * program, so that a signal reaches the program itself. A limit that the system does not know is left out.
 */
export function confine(
  command: string,
  args: readonly string[],
  limits: Limits,
): { command: string; args: string[] } {
  const settings = [
    ['-c', 0],
    ['-d', kib(limits.dataBytes)],
    ['-v', kib(limits.addressBytes)],
    ['-t', limits.cpuSeconds],
    ['-f', limits.fileBytes && Math.ceil(limits.fileBytes / BLOCK_BYTES)],
  ]
  const lines = settings
    .filter(([, value]) => value !== undefined)
    .map(([flag, value]) => `ulimit ${flag} ${value} 2>/dev/null || :`)
  const script = [...lines, 'exec nice -n 5 "$@"'].join('\n')
  return { command: '/bin/sh', args: ['-c', script, 'sh', command, ...args] }
}

function kib(bytes: number | undefined): number | undefined {
  return bytes === undefined ? undefined : Math.ceil(bytes / KIB)
}

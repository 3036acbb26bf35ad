/** Limits that the kernel enforces for a process. */
export interface Limits {
  /** Private memory that the process may write to (`RLIMIT_DATA`). macOS ignores this limit. */
  dataBytes?: number
  /** Address space, with mapped libraries (`RLIMIT_AS`). macOS refuses this limit. */
  addressBytes?: number
  /** CPU time of all threads together (`RLIMIT_CPU`). The load of the machine does not affect this limit. */
  cpuSeconds?: number
  /** Maximum length of each file that the process writes (`RLIMIT_FSIZE`). */
  fileBytes?: number
}

/** Units of `ulimit` in a shell: blocks of 512 bytes for files, KiB for memory. */
const BLOCK_BYTES = 512
const KIB = 1024

/**
 * Returns the command line that runs a program within limits, at a low priority. A shell sets the limits and then becomes the program
 * with `exec`, so that a signal reaches the program itself. A limit that the system does not support is skipped.
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

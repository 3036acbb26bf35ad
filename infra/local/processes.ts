import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** The command line of a process, its words joined by spaces; empty if there is no such process. */
export function commandLineOf(pid: number): string {
  if (!Number.isInteger(pid) || pid <= 0) return ''
  if (existsSync('/proc/self/cmdline')) {
    const file = `/proc/${pid}/cmdline`
    return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\0', ' ') : ''
  }
  try {
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    // ps answers with an error where there is no such process.
    return ''
  }
}

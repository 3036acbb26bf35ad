import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const HAS_PROC = existsSync('/proc/self/stat')

/** Returns the command line of a process, joined by spaces, or an empty string if there is no such process. */
export function commandLineOf(pid: number): string {
  return HAS_PROC ? readProc(pid, 'cmdline').replaceAll('\0', ' ') : ps(pid, 'args')
}

/**
 * Returns the start time of a process, in a form for comparison, or an empty string. Number and start time
 * together identify a process.
 */
export function startOf(pid: number): string {
  // The second field, in brackets, may contain any text. The 22nd field is the start time.
  return HAS_PROC ? (readProc(pid, 'stat').split(') ').at(-1)?.split(' ')[19] ?? '') : ps(pid, 'lstart')
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    // The process does not exist.
    return ''
  }
}

function ps(pid: number, field: string): string {
  try {
    return execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    // ps fails if the process does not exist.
    return ''
  }
}

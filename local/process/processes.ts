import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const HAS_PROC = existsSync('/proc/self/stat')

/** The command line of a process, its words joined by spaces; empty if there is no such process. */
export function commandLineOf(pid: number): string {
  return HAS_PROC ? readProc(pid, 'cmdline').replaceAll('\0', ' ') : ps(pid, 'args')
}

/** When a process began, in a form to compare: with its number it names the process for good. Empty if there is none. */
export function startOf(pid: number): string {
  // The second field, in brackets, may hold anything; the 22nd is the start time.
  return HAS_PROC ? (readProc(pid, 'stat').split(') ').at(-1)?.split(' ')[19] ?? '') : ps(pid, 'lstart')
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    // There is no such process, or no more.
    return ''
  }
}

function ps(pid: number, field: string): string {
  try {
    return execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    // ps answers with an error where there is no such process.
    return ''
  }
}

import { readFileSync, writeFileSync } from 'node:fs'

/** Returns a process's peak memory since the last reset, in MB (Linux only). */
export const peak = (pid: number) =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

export const resetPeak = (pid: number) => writeFileSync(`/proc/${pid}/clear_refs`, '5')

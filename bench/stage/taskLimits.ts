import { existsSync } from 'node:fs'
import { mkdir, rmdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Shutdown } from '#local/process/index.ts'

/** The CPU and memory of a task on Fargate. */
export interface TaskSize {
  /** 1024 are one vCPU. */
  cpuUnits: number
  memoryMb: number
}

const ROOT = '/sys/fs/cgroup'
const PERIOD_US = 100_000

/**
 * Creates control groups of Linux with the limits of a task, which `shutdown` removes. A process joins them by its id in `cgroup.procs`.
 * @returns the folders of the groups
 * @throws Error without the rights of root
 */
export async function limitTask({ cpuUnits, memoryMb }: TaskSize, shutdown: Shutdown): Promise<string[]> {
  const name = `vesper-bench-${process.pid}`
  const bytes = String(memoryMb * 1024 * 1024)
  const quota = String(Math.round((PERIOD_US * cpuUnits) / 1024))
  const isSecondVersion = existsSync(path.join(ROOT, 'cgroup.controllers'))
  const groups: Record<string, Record<string, string>> = isSecondVersion
    ? { '.': { 'memory.max': bytes, 'cpu.max': `${quota} ${PERIOD_US}` } }
    : {
        memory: { 'memory.limit_in_bytes': bytes },
        cpu: { 'cpu.cfs_period_us': String(PERIOD_US), 'cpu.cfs_quota_us': quota },
      }
  if (isSecondVersion) await writeFile(path.join(ROOT, 'cgroup.subtree_control'), '+cpu +memory')
  const folders: string[] = []
  for (const [controller, limits] of Object.entries(groups)) {
    const folder = path.join(ROOT, controller, name)
    await mkdir(folder, { recursive: true })
    shutdown.add(() => rmdir(folder))
    for (const [file, value] of Object.entries(limits)) await writeFile(path.join(folder, file), value)
    folders.push(folder)
  }
  return folders
}

/** Returns arguments of `sh` that join the groups and become the program. The program and its arguments follow. */
export function joinGroups(folders: readonly string[]): string[] {
  const joins = folders.map((folder) => `echo $$ > ${folder}/cgroup.procs`)
  return ['-c', [...joins, 'exec "$0" "$@"'].join(' && ')]
}

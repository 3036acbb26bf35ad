import { existsSync, readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { startOf } from './processes.ts'

/**
 * Locks a data folder for this process. Two gateways on one folder would stop each other's database. The file
 * of a dead process holds no lock, even if another process has its number now.
 * @returns a function that releases the lock
 * @throws Error with the number of the process that holds the lock
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = path.join(folder, 'gateway.pid')
  const [pid, start] = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
  if (pid !== undefined && start && startOf(Number(pid)) === start) {
    throw new Error(
      `${folder} is in use by process ${pid}. Stop that process, or set another VESPER_DATA_DIR.`,
    )
  }
  await writeFile(file, `${process.pid}\n${startOf(process.pid)}\n`)
  return () => rm(file, { force: true })
}

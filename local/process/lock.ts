import { existsSync, readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { startOf } from './processes.ts'

/**
 * Takes a data folder for this process: two gateways on one would take each other's database down. A file of a process
 * that died holds nothing, also where its number is another's by now.
 * @returns what gives it back
 * @throws Error naming the process that has it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = path.join(folder, 'gateway.pid')
  const [pid, start] = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
  if (pid !== undefined && start && startOf(Number(pid)) === start) {
    throw new Error(`${folder} is in use by process ${pid}. Stop that one first, or set VESPER_DATA_DIR.`)
  }
  await writeFile(file, `${process.pid}\n${startOf(process.pid)}\n`)
  return () => rm(file, { force: true })
}

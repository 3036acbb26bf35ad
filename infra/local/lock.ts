import { existsSync, readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { commandLineOf } from './processes.ts'

/**
 * Takes a data folder for this process: two gateways on one would take each other's database down.
 * @returns what gives it back
 * @throws Error naming the process that has it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = path.join(folder, 'gateway.pid')
  const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  // A pid file may outlive its process, and the number may be another's by now.
  if (holder !== process.pid && commandLineOf(holder).includes('node')) {
    throw new Error(`${folder} is in use by process ${holder}. Stop that one first, or set VESPER_DATA_DIR.`)
  }
  await writeFile(file, `${process.pid}\n`)
  return () => rm(file, { force: true })
}

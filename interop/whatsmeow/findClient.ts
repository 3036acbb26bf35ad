import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const SOURCE = fileURLToPath(new URL('client', import.meta.url))
const PROGRAM = fileURLToPath(new URL('../.tools/bin/whatsmeow-client', import.meta.url))

/**
 * Finds the Go program that interop/setup.sh builds.
 * @throws Error if the program is missing, or older than its source
 */
export async function findClient(): Promise<string> {
  const built = await readFile(`${PROGRAM}.sha256`, 'utf8').catch(() => undefined)
  if (built?.trim() !== (await hashSource()))
    throw new Error('The whatsmeow client is missing or older than its source. Run interop/setup.sh.')
  return PROGRAM
}

/** Hashes the source in the same order as interop/setup.sh. */
async function hashSource(): Promise<string> {
  const hash = createHash('sha256')
  const files = (await readdir(SOURCE)).filter((file) => file.endsWith('.go')).sort()
  for (const file of [...files, 'go.mod', 'go.sum']) hash.update(await readFile(path.join(SOURCE, file)))
  return hash.digest('hex')
}

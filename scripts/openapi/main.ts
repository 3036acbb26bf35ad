/**
 * Writes the documents that derive from the contract: `openapi.json`, `openapi.admin.json`, and pages below `docs/`.
 * `npm run openapi` writes them; `npm run check:openapi` names those that are stale, and writes nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { derivedFiles } from './derivedFiles.ts'

const ROOT = new URL('../../', import.meta.url)
const isCheck = process.argv.includes('--check')

const stale: string[] = []
for (const [name, content] of Object.entries(await derivedFiles())) {
  const path = fileURLToPath(new URL(name, ROOT))
  if (read(path) === content) continue
  if (isCheck) stale.push(name)
  else writeFileSync(path, content)
}
if (stale.length > 0) {
  console.log(`Stale: ${stale.join(', ')}. Run npm run openapi, and commit the result.`)
  process.exitCode = 1
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

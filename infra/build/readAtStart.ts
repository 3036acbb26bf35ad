import { readFile } from 'node:fs/promises'
import path from 'node:path'

/** What a start reads of a bundle: the text of its first file, and of those beside it that this imports at once. */
export async function readAtStart(file: string, seen = new Set<string>()): Promise<string> {
  if (seen.has(file)) return ''
  seen.add(file)
  const source = await readFile(file, 'utf8')
  const parts = [source]
  for (const [, name = ''] of source.matchAll(/\b(?:from|import)"\.\/([\w-]+\.mjs)"/g))
    parts.push(await readAtStart(path.join(path.dirname(file), name), seen))
  return parts.join('')
}

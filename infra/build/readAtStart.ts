import { readFile } from 'node:fs/promises'
import path from 'node:path'

/** Returns the code that a start reads: the source of a bundle's first file and of its static imports. */
export async function readAtStart(file: string, seen = new Set<string>()): Promise<string> {
  if (seen.has(file)) return ''
  seen.add(file)
  const source = await readFile(file, 'utf8')
  const parts = [source]
  for (const [, name = ''] of source.matchAll(/\b(?:from|import)"\.\/([\w-]+\.mjs)"/g))
    parts.push(await readAtStart(path.join(path.dirname(file), name), seen))
  return parts.join('')
}

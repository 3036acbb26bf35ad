import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import type { ContextFile } from './concurrency.ts'

/** Opens a file of the CDK's context. The file need not exist. */
export function openContextFile(path: string): ContextFile {
  return {
    async read() {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '{}'
        throw error
      })
      return z.record(z.string(), z.unknown()).parse(JSON.parse(text))
    },
    async write(context) {
      await writeFile(path, `${JSON.stringify(context, null, 2)}\n`)
    },
  }
}

import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type { Ask } from './questions.ts'

/** Asks on the terminal; what is hidden is not echoed. None where nobody sits at it. */
export function terminalAsk(): Ask | undefined {
  if (!process.stdin.isTTY) return undefined
  return async (question, { hidden }) => {
    process.stdout.write(question)
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
    const lines = createInterface({
      input: process.stdin,
      output: hidden ? silent : process.stdout,
      terminal: true,
    })
    try {
      return await lines.question('')
    } finally {
      lines.close()
      if (hidden) process.stdout.write('\n')
    }
  }
}

import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type { Ask } from './questions.ts'

/** Returns a prompt on the terminal that does not echo hidden answers, or undefined without a terminal. */
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

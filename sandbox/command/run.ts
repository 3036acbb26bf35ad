import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { CommanderError } from 'commander'
import { pino } from 'pino'
import { type Sandbox, startSandbox } from '../index.ts'
import { type CommandOptions, createCommand } from './options.ts'
import { describeAddresses } from './print.ts'

/** The output streams of the command. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
}

/**
 * Runs a sandbox until the process gets SIGINT or SIGTERM.
 *
 * @param args the command line without the program's name
 * @returns the exit code: 0, 1 if the sandbox cannot start, 2 if the command line is wrong
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  const command = createCommand(terminal)
  try {
    command.parse(args, { from: 'user' })
  } catch (error) {
    // Commander has printed the help or the reason.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    throw error
  }
  const options = command.opts<CommandOptions>()
  try {
    const sandbox = await start(options)
    terminal.out(describeAddresses(sandbox, options))
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
    await sandbox.close()
    return 0
  } catch (error) {
    terminal.err(`vesper-sandbox: ${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}

async function start(options: CommandOptions): Promise<Sandbox> {
  const { caFile, logLevel, json: _, ...addresses } = options
  const log = pino({ level: logLevel }, pino.destination(2))
  const sandbox = await startSandbox({ ...addresses, log })
  if (caFile !== undefined) {
    await mkdir(path.dirname(caFile), { recursive: true })
    await writeFile(caFile, sandbox.mediaCaPem)
  }
  return sandbox
}

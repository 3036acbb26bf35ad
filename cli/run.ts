import { Command, CommanderError } from 'commander'
import { addAccounts } from './commands/accounts.ts'
import { addApps } from './commands/apps.ts'
import { addKeys } from './commands/keys.ts'
import { addOperation } from './commands/operation.ts'
import { CliError } from './errors.ts'
import { Shell, type Terminal } from './shell.ts'

const HELP = `
It talks to the gateway at VESPER_URL with VESPER_ADMIN_TOKEN; without them, to the one that npm start runs on this
machine. It exits 0, 1 if the gateway refused or can't be reached, or 2 for a command that it does not understand.`

/**
 * Runs one command of the operator's.
 * @param args without the program's name
 * @returns the exit code
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  try {
    await build(terminal).parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    // Commander has printed why, or the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (!(error instanceof CliError)) throw error
    terminal.err(`vesper: ${error.message}\n`)
    return 1
  }
}

function build(terminal: Terminal): Command {
  const program = new Command('vesper')
    .description('Manages a Vesper gateway: accounts, apps, API keys.')
    .option('--json', 'print JSON, for programs')
    .addHelpText('after', HELP)
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .exitOverride()
  const shell = new Shell(program, terminal)
  addAccounts(program, shell)
  addApps(program, shell)
  addKeys(program, shell)
  addOperation(program, shell)
  return program
}

import { Command, CommanderError } from 'commander'
import { addAccounts } from './commands/accounts.ts'
import { addApps } from './commands/apps.ts'
import { addConnectors } from './commands/connectors.ts'
import { addKeys } from './commands/keys.ts'
import { addSessions } from './commands/sessions.ts'
import { CliError } from './errors.ts'
import { Shell, type Terminal } from './shell.ts'

const HELP = `
The commands call the gateway at VESPER_URL with VESPER_ADMIN_TOKEN. Without these variables, they call the gateway
that npm start runs on this machine. The exit code is 0 for success, 1 for an error of the gateway or the network,
and 2 for a wrong command line.`

/**
 * Runs one command of the operator.
 *
 * @param args the command line without the program's name
 * @returns the exit code: 0, 1 if the gateway refuses or is unreachable, 2 if the command line is wrong
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  try {
    await build(terminal).parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    // Commander has printed the help or the reason.
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
  addSessions(program, shell)
  addConnectors(program, shell)
  return program
}

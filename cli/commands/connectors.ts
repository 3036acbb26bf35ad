import type { Command } from 'commander'
import type { Shell } from '../shell.ts'

/** Adds `vesper connectors`. */
export function addConnectors(program: Command, shell: Shell): void {
  program
    .command('connectors')
    .description('list the connectors with a recent heartbeat')
    .action(async () =>
      shell.showAll(await shell.client.list('/connectors'), [
        'id',
        'sessions',
        'release',
        'startedAt',
        'heartbeatAt',
      ]),
    )
}

import { type Command, Option } from 'commander'
import { SESSION_STATUSES } from '#shared/contracts/sessions.ts'
import type { Shell } from '../shell.ts'
import { atMost, type Listed } from './options.ts'

/** `vesper sessions` and `vesper connectors` */
export function addOperation(program: Command, shell: Shell): void {
  program
    .command('sessions')
    .description('the sessions of all tenants, the newest first')
    .addOption(new Option('--status <status>', 'only these').choices(SESSION_STATUSES))
    .option('--app <app>', 'only of this app')
    .addOption(atMost())
    .action(async ({ limit, status, app }: Listed & { status?: string; app?: string }) =>
      shell.showAll(await shell.client.list('/sessions', { status, appId: app }, limit), [
        'id',
        'name',
        'status',
        'reason',
        'phone',
        'appId',
        'accountId',
      ]),
    )
  program
    .command('connectors')
    .description('those that have lately said that they are alive')
    .action(async () =>
      shell.showAll(await shell.client.list('/connectors'), ['id', 'sessions', 'startedAt', 'heartbeatAt']),
    )
}

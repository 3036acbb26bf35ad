import { type Command, Option } from 'commander'
import { SESSION_STATUSES } from '#shared/contracts/sessions.ts'
import type { Shell } from '../shell.ts'
import { atMost, type Listed } from './options.ts'

/** Adds `vesper sessions`. */
export function addSessions(program: Command, shell: Shell): void {
  program
    .command('sessions')
    .description('list the sessions of all tenants, newest first')
    .addOption(new Option('--status <status>', 'only sessions with this status').choices(SESSION_STATUSES))
    .option('--app <app>', 'only sessions of this app')
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
}

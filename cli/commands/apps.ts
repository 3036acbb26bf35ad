import type { Command } from 'commander'
import type { Shell } from '../shell.ts'

/** Adds `vesper apps …`. */
export function addApps(program: Command, shell: Shell): void {
  const apps = program.command('apps').description('manage apps; an app sees only its own data')
  apps
    .command('create <account>')
    .description('create another app, within the limit of the plan')
    .requiredOption('--name <name>', 'name of the app')
    .action(async (account: string, body) =>
      shell.show(await shell.client.one('POST', `/accounts/${encodeURIComponent(account)}/apps`, body)),
    )
  apps
    .command('list <account>')
    .description('list the apps of an account')
    .action(async (account: string) =>
      shell.showAll(await shell.client.list(`/accounts/${encodeURIComponent(account)}/apps`), [
        'id',
        'name',
        'createdAt',
      ]),
    )
  apps
    .command('delete <app>')
    .description('delete an app and its keys; delete its sessions first')
    .action(async (app: string) =>
      shell.show(await shell.client.one('DELETE', `/apps/${encodeURIComponent(app)}`)),
    )
}

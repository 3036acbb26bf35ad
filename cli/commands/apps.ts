import type { Command } from 'commander'
import type { Shell } from '../shell.ts'

/** `vesper apps …` */
export function addApps(program: Command, shell: Shell): void {
  const apps = program.command('apps').description('tenants: each sees its own things only')
  apps
    .command('create <account>')
    .description('create a further app, as far as the plan goes')
    .requiredOption('--name <name>')
    .action(async (account: string, body) =>
      shell.show(await shell.client.one('POST', `/accounts/${encodeURIComponent(account)}/apps`, body)),
    )
  apps
    .command('list <account>')
    .action(async (account: string) =>
      shell.showAll(await shell.client.list(`/accounts/${encodeURIComponent(account)}/apps`), [
        'id',
        'name',
        'createdAt',
      ]),
    )
  apps
    .command('delete <app>')
    .description('delete it and its keys; its sessions have to be deleted first')
    .action(async (app: string) =>
      shell.show(await shell.client.one('DELETE', `/apps/${encodeURIComponent(app)}`)),
    )
}

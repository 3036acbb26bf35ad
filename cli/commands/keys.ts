import type { Command } from 'commander'
import type { Shell } from '../shell.ts'

/** Adds `vesper keys …`. */
export function addKeys(program: Command, shell: Shell): void {
  const keys = program.command('keys').description('manage the API keys of an app')
  keys
    .command('create <app>')
    .description('create a key; only this command shows the whole key')
    .requiredOption('--name <name>', 'purpose of the key')
    .action(async (app: string, body) =>
      shell.show(await shell.client.one('POST', `/apps/${encodeURIComponent(app)}/keys`, body)),
    )
  keys
    .command('list <app>')
    .description('list the keys of an app')
    .action(async (app: string) =>
      shell.showAll(await shell.client.list(`/apps/${encodeURIComponent(app)}/keys`), [
        'id',
        'name',
        'prefix',
        'createdAt',
        'lastUsedAt',
        'revokedAt',
      ]),
    )
  for (const [name, what] of [
    ['revoke', 'revoke a key for ever, within 10 s'],
    ['regenerate', 'revoke a key and create another; only this command shows the new key'],
  ] as const) {
    keys
      .command(`${name} <key-id>`)
      .description(what)
      .action(async (id: string) =>
        shell.show(await shell.client.one('POST', `/keys/${encodeURIComponent(id)}/${name}`)),
      )
  }
}

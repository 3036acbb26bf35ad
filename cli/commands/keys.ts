import type { Command } from 'commander'
import type { Shell } from '../shell.ts'

/** `vesper keys …` */
export function addKeys(program: Command, shell: Shell): void {
  const keys = program.command('keys').description('what opens an app')
  keys
    .command('create <app>')
    .description('create a key; the whole of it is shown this once')
    .requiredOption('--name <name>', 'what it is for')
    .action(async (app: string, body) =>
      shell.show(await shell.client.one('POST', `/apps/${encodeURIComponent(app)}/keys`, body)),
    )
  keys
    .command('list <app>')
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
    ['revoke', 'within 10 s it opens nothing, for good'],
    ['regenerate', 'revoke it and make one in its place, shown this once'],
  ] as const) {
    keys
      .command(`${name} <key-id>`)
      .description(what)
      .action(async (id: string) =>
        shell.show(await shell.client.one('POST', `/keys/${encodeURIComponent(id)}/${name}`)),
      )
  }
}

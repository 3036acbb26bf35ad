import type { Command } from 'commander'
import type { Shell } from '../shell.ts'

/** Adds `vesper keys …`. */
export function addKeys(program: Command, shell: Shell): void {
  const keys = program.command('keys').description('manage the API keys of an app')
  const create = keys
    .command('create <app>')
    .description('create a key; only this command shows the whole key')
    .requiredOption('--name <name>', 'purpose of the key')
  withLimits(create).action(async (app: string, options: LimitOptions) =>
    shell.show(await shell.client.one('POST', `/apps/${encodeURIComponent(app)}/keys`, bodyOf(options))),
  )
  const update = keys
    .command('update <key-id>')
    .description('change the name and the limits of a key')
    .option('--name <name>', 'purpose of the key')
  withLimits(update).action(async (id: string, options: LimitOptions) =>
    shell.show(await shell.client.one('PATCH', `/keys/${encodeURIComponent(id)}`, bodyOf(options))),
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

interface LimitOptions {
  name?: string
  scopes?: string
  sessions?: string
  expiresAt?: string
  allowedIps?: string
}

/** Adds the options for the limits of a key. The text `null` removes a limit. */
function withLimits(command: Command): Command {
  return command
    .option('--scopes <scopes>', 'actions: read, send, manage')
    .option('--sessions <ids>', 'sessions that the key opens, or null for all')
    .option('--expires-at <time>', 'end of the validity, or null')
    .option('--allowed-ips <networks>', 'addresses and networks that may use the key, or null for all')
}

/** Returns the body of a request for the options of a command. */
function bodyOf({ name, scopes, sessions, expiresAt, allowedIps }: LimitOptions) {
  return {
    name,
    scopes: scopes?.split(','),
    sessions: listOf(sessions),
    expiresAt: expiresAt === 'null' ? null : expiresAt,
    allowedIps: listOf(allowedIps),
  }
}

const listOf = (text: string | undefined) => (text === 'null' ? null : text?.split(','))

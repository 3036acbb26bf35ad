import { type Command, Option } from 'commander'
import { PLAN_NAMES } from '#shared/contracts/accounts.ts'
import type { Shell } from '../shell.ts'
import { atMost, type Listed } from './options.ts'

const planOption = () => new Option('--plan <plan>', 'what it may use').choices(PLAN_NAMES)

/** `vesper accounts …` and `vesper usage` */
export function addAccounts(program: Command, shell: Shell): void {
  const accounts = program.command('accounts').description('who uses the gateway, by which plan')
  accounts
    .command('create')
    .description('create an account, with its first app')
    .requiredOption('--name <name>', 'whose it is')
    .addOption(planOption().makeOptionMandatory())
    .option('--app-name <name>', 'name of the first app')
    .action(async (body) => shell.show(await shell.client.one('POST', '/accounts', body)))
  accounts
    .command('list')
    .description('the newest first')
    .addOption(atMost())
    .action(async ({ limit }: Listed) =>
      shell.showAll(await shell.client.list('/accounts', {}, limit), [
        'id',
        'name',
        'plan',
        'suspendedAt',
        'createdAt',
      ]),
    )
  accounts
    .command('get <account>')
    .action(async (id: string) => shell.show(await shell.client.one('GET', at(id))))
  accounts
    .command('update <account>')
    .description('rename it, or move it to another plan')
    .option('--name <name>')
    .addOption(planOption())
    .action(async (id: string, body) => shell.show(await shell.client.one('PATCH', at(id), body)))
  for (const [name, what] of [
    ['suspend', 'its keys open nothing, until it is resumed'],
    ['resume', 'its keys work again'],
  ] as const) {
    accounts
      .command(`${name} <account>`)
      .description(what)
      .action(async (id: string) => shell.show(await shell.client.one('POST', `${at(id)}/${name}`)))
  }
  program
    .command('usage <account>')
    .description('what it used of its plan')
    .option('--month <YYYY-MM>', 'another month than this one, in UTC')
    .action(async (id: string, { month }: { month?: string }) => {
      const query = month === undefined ? '' : `?${new URLSearchParams({ month })}`
      shell.show(await shell.client.one('GET', `${at(id)}/usage${query}`))
    })
}

function at(id: string): string {
  return `/accounts/${encodeURIComponent(id)}`
}

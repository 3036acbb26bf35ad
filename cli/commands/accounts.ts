import { type Command, Option } from 'commander'
import { PLAN_NAMES } from '#shared/contracts/accounts.ts'
import type { Shell } from '../shell.ts'
import { atMost, type Listed } from './options.ts'

const planOption = () => new Option('--plan <plan>', 'plan of the account').choices(PLAN_NAMES)

/** Adds `vesper accounts …` and `vesper usage`. */
export function addAccounts(program: Command, shell: Shell): void {
  const accounts = program.command('accounts').description('manage the accounts of the gateway')
  accounts
    .command('create')
    .description('create an account and its first app')
    .requiredOption('--name <name>', 'name of the account')
    .addOption(planOption().makeOptionMandatory())
    .option('--app-name <name>', 'name of the first app')
    .action(async (body) => shell.show(await shell.client.one('POST', '/accounts', body)))
  accounts
    .command('list')
    .description('list accounts, newest first')
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
    .description('show an account')
    .action(async (id: string) => shell.show(await shell.client.one('GET', at(id))))
  accounts
    .command('update <account>')
    .description('rename an account, or change its plan')
    .option('--name <name>', 'new name of the account')
    .addOption(planOption())
    .action(async (id: string, body) => shell.show(await shell.client.one('PATCH', at(id), body)))
  for (const [name, what] of [
    ['suspend', 'suspend an account; its keys are refused until you resume it'],
    ['resume', 'resume an account; its keys work again'],
  ] as const) {
    accounts
      .command(`${name} <account>`)
      .description(what)
      .action(async (id: string) => shell.show(await shell.client.one('POST', `${at(id)}/${name}`)))
  }
  program
    .command('usage <account>')
    .description('show the usage of an account in a month')
    .option('--month <YYYY-MM>', 'month in UTC (default: the current month)')
    .action(async (id: string, { month }: { month?: string }) => {
      const query = month === undefined ? '' : `?${new URLSearchParams({ month })}`
      shell.show(await shell.client.one('GET', `${at(id)}/usage${query}`))
    })
}

function at(id: string): string {
  return `/accounts/${encodeURIComponent(id)}`
}

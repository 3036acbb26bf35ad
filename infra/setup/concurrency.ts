import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import type { SettingsFile } from '../settingsFile.ts'
import type { Ask } from './questions.ts'

/** The concurrency that Lambda keeps for functions without a reservation. */
const KEPT_UNRESERVED = 100
const SETTINGS = {
  jobsConcurrency: 'the calls of QStash, which deliver webhooks and advance campaigns (50 is a good number)',
  eventsReserved: 'the event queue, at least eventsConcurrency (20)',
} as const
type Setting = keyof typeof SETTINGS

/** Concurrent executions of an account in a region: the total, and the number without a reservation. */
export interface ConcurrencyQuota {
  total: number
  unreserved: number
}

/**
 * Reads the concurrency quota.
 * @returns the quota, or the name of the error
 */
export async function readQuota(client: LambdaClient): Promise<ConcurrencyQuota | string> {
  try {
    const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}))
    const { ConcurrentExecutions: total, UnreservedConcurrentExecutions: unreserved } = AccountLimit ?? {}
    return total === undefined || unreserved === undefined ? 'no value' : { total, unreserved }
  } catch (error) {
    return (error as Error).name
  }
}

/**
 * Prints the concurrency that the account can reserve, and asks for the shares of jobs and events. The file of settings gets the
 * answers. An empty answer keeps the value of an earlier run, or reserves nothing.
 * @param options.ask unset without a terminal; nothing changes then
 */
export async function chooseConcurrency(options: {
  quota: ConcurrencyQuota | string
  file: SettingsFile
  ask?: Ask
  say(line: string): void
}): Promise<void> {
  const { quota, file, ask, say } = options
  if (typeof quota === 'string')
    return say(`Lambda: the concurrency quota could not be read (${quota}). Nothing is reserved.`)
  const before = file.read() ?? {}
  const own = (Object.keys(SETTINGS) as Setting[]).reduce((sum, name) => sum + (Number(before[name]) || 0), 0)
  const left = Math.max(0, quota.unreserved - KEPT_UNRESERVED + own)
  say(
    `Lambda: the account has ${quota.total} concurrent executions, of which ${left} can be reserved (Lambda keeps ${KEPT_UNRESERVED} for functions without a reservation)`,
  )
  if (left === 0)
    return say(
      'Lambda: nothing is reserved. Request a higher quota of "Concurrent executions" in Service Quotas.',
    )
  if (ask) file.write({ ...before, ...(await askForEach(ask, before, left)) })
}

/**
 * Asks for each setting.
 * @throws Error for an answer that is not a number or exceeds the rest
 */
async function askForEach(
  ask: Ask,
  before: Record<string, unknown>,
  left: number,
): Promise<Partial<Record<Setting, number>>> {
  const chosen: Partial<Record<Setting, number>> = {}
  let rest = left
  for (const [name, what] of Object.entries(SETTINGS) as [Setting, string][]) {
    const kept = Number(before[name]) || undefined
    const question = `Lambda: ${name}, reserved for ${what}; of ${rest} [Enter: ${kept ?? 'none'}]: `
    const answer = (await ask(question, { hidden: false })).trim()
    const number = answer === '' ? kept : Number(answer)
    if (number === undefined) continue
    if (!Number.isInteger(number) || number < 1 || number > rest)
      throw new Error(`${name} must be a whole number from 1 to ${rest}, or empty`)
    chosen[name] = number
    rest -= number
  }
  return chosen
}

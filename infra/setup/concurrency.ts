import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import type { Ask } from './questions.ts'

/** Lambda keeps so many for functions without a reservation. */
const KEPT_UNRESERVED = 100
const SETTINGS = {
  jobsConcurrency: 'the calls of QStash, which deliver webhooks and move campaigns: 50 is a good number',
  eventsReserved: 'the event queue, at least eventsConcurrency (20)',
} as const
type Setting = keyof typeof SETTINGS

/** Concurrent executions of an account's functions in a region: all, and those that no function has reserved. */
export interface ConcurrencyQuota {
  total: number
  unreserved: number
}

/** The settings that the CDK reads beside its command line: `cdk.context.json`. */
export interface ContextFile {
  read(): Promise<Record<string, unknown>>
  write(context: Record<string, unknown>): Promise<void>
}

/** Reads the quota; null where the credentials do not allow that. */
export async function readQuota(client: LambdaClient): Promise<ConcurrencyQuota | null> {
  try {
    const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}))
    const { ConcurrentExecutions: total, UnreservedConcurrentExecutions: unreserved } = AccountLimit ?? {}
    return total === undefined || unreserved === undefined ? null : { total, unreserved }
  } catch {
    return null
  }
}

/**
 * Explains how much concurrency the account can reserve, asks for how much of it jobs and events are to have, and writes the answers
 * into the context of the next deploy. An empty answer leaves a setting as it is: none, unless an earlier run set one.
 * @param options.ask none: nobody is there to be asked, and nothing changes
 */
export async function chooseConcurrency(options: {
  quota: ConcurrencyQuota | null
  context: ContextFile
  ask?: Ask
  say(line: string): void
}): Promise<void> {
  const { quota, context, ask, say } = options
  if (quota === null)
    return say('Lambda: these credentials may not read the quota of concurrency; nothing is reserved')
  const before = await context.read()
  const own = (Object.keys(SETTINGS) as Setting[]).reduce((sum, name) => sum + (Number(before[name]) || 0), 0)
  const left = Math.max(0, quota.unreserved - KEPT_UNRESERVED + own)
  say(
    `Lambda: the account may run ${quota.total} functions at a time, of which ${left} can be reserved (Lambda keeps ${KEPT_UNRESERVED} for all others)`,
  )
  if (left === 0)
    return say('Lambda: nothing is reserved. Ask for more in Service Quotas, "Concurrent executions"')
  if (ask) await context.write({ ...before, ...(await askForEach(ask, before, left)) })
}

/** @throws Error for an answer that is no number, or for more than can be reserved */
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

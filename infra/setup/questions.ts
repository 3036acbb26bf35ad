import type { DeploymentSecret } from '#shared/contracts/deploymentSecret.ts'
import { withoutPooler } from '#shared/database/index.ts'
import { merge } from '../deploy/deploy.ts'
import type { SettingsFile } from '../settingsFile.ts'
import type { Given } from './config.ts'

/** Values that only the operator knows. QStash provides its signing keys, and setup makes the admin token. */
const QUESTIONS = {
  DATABASE_URL: 'Neon: connection string, pooled (console.neon.tech, Connect)',
  DATABASE_URL_DIRECT: 'Neon: connection string, not pooled, for migrations',
  QSTASH_TOKEN: 'QStash: QSTASH_TOKEN (console.upstash.com, QStash)',
  QSTASH_URL: 'QStash: QSTASH_URL of its region',
  UPSTASH_REDIS_REST_URL: 'Redis: UPSTASH_REDIS_REST_URL (console.upstash.com, Redis, REST)',
  UPSTASH_REDIS_REST_TOKEN: 'Redis: UPSTASH_REDIS_REST_TOKEN, not the read-only one',
} as const satisfies Partial<Record<keyof DeploymentSecret, string>>
type Key = keyof typeof QUESTIONS
const HIDDEN: readonly Key[] = [
  'DATABASE_URL',
  'DATABASE_URL_DIRECT',
  'QSTASH_TOKEN',
  'UPSTASH_REDIS_REST_TOKEN',
]
const DEFAULTS: Partial<Record<Key, string>> = { QSTASH_URL: 'https://qstash.upstash.io' }

/** Asks the operator. An empty answer keeps the current value. */
export type Ask = (question: string, options: { hidden: boolean }) => Promise<string>

/**
 * Collects a value for each question: from the environment, from the operator's answer, or from the current secret.
 * @throws Error naming a key without a value
 */
export async function collect(
  given: Given,
  existing: Given,
  ask: Ask | undefined,
): Promise<Record<Key, string>> {
  const answers: Partial<Record<Key, string>> = {}
  for (const key of Object.keys(QUESTIONS) as Key[]) {
    const kept =
      key === 'DATABASE_URL_DIRECT' ? directDefault(existing, answers) : (existing[key] ?? DEFAULTS[key])
    const answer = given[key] ?? (await ask?.(prompt(key, kept), { hidden: HIDDEN.includes(key) }))
    answers[key] = answer?.trim() || required(key, kept)
  }
  return answers as Record<Key, string>
}

/** Returns the default of the direct address. A stored direct address is valid only with the stored pooled address. */
function directDefault(
  existing: Given,
  { DATABASE_URL: url }: Partial<Record<Key, string>>,
): string | undefined {
  if (url === undefined || url === existing.DATABASE_URL)
    return existing.DATABASE_URL_DIRECT ?? (url && withoutPooler(url))
  return withoutPooler(url)
}

function prompt(key: Key, kept: string | undefined): string {
  if (kept === undefined) return `${QUESTIONS[key]}: `
  return `${QUESTIONS[key]} [Enter: ${HIDDEN.includes(key) ? 'unchanged' : kept}]: `
}

function required(key: Key, value: string | undefined): string {
  if (value === undefined) throw new Error(`${key} is needed: answer the question, or set the variable`)
  return value
}

/** Asks for the address of alarms. An empty answer keeps the current address. */
export async function askForAlarms(options: {
  file: SettingsFile
  ask?: Ask
  say(line: string): void
}): Promise<void> {
  const { file, ask, say } = options
  const before = file.read() ?? {}
  const kept = before.alarmEmail
  const answer = (
    await ask?.(`Alarms: address that receives them [Enter: ${kept ?? 'none'}]: `, { hidden: false })
  )?.trim()
  if (answer) file.write(merge(before, { alarmEmail: answer }))
  else if (kept === undefined) say('Alarms: without alarmEmail nobody hears them')
}

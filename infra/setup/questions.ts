import type { DeploymentSecret } from '#shared/contracts/deploymentSecret.ts'
import { withoutPooler } from '#shared/database/index.ts'
import type { Given } from './config.ts'

/** What only its user can know; QStash tells its signing keys itself, and the admin token is made. */
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

/** Asks a person; an empty line means that it shall stay as it is. */
export type Ask = (question: string, options: { hidden: boolean }) => Promise<string>

/**
 * What the environment gives, else what a person answers, else what is there already.
 * @throws Error naming a key that nobody gave
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

/** A direct address that is there already belongs to the pooled address beside it. */
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
  return `${QUESTIONS[key]} [Enter: ${HIDDEN.includes(key) ? 'as it is' : kept}]: `
}

function required(key: Key, value: string | undefined): string {
  if (value === undefined) throw new Error(`${key} is needed: answer the question, or set the variable`)
  return value
}

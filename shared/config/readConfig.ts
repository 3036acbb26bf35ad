import type { z } from 'zod'

/** Invalid configuration. The message names the keys and never their values, because a value may be a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'

  constructor(issues: readonly { key: string; problem: string }[]) {
    super(
      `The configuration is not valid. Correct these variables:\n${issues.map(({ key, problem }) => `  ${key}: ${problem}`).join('\n')}`,
    )
  }
}

/**
 * Parses the environment variables of a runtime. An empty string counts as absent.
 * @throws ConfigError with each key that is missing or invalid
 */
export function readConfig<Schema extends z.ZodType>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const result = schema.safeParse(present, { reportInput: true })
  if (result.success) return result.data
  throw new ConfigError(
    result.error.issues.map((issue) => ({
      key: issue.path.join('.') || '(whole)',
      problem: describe(issue),
    })),
  )
}

/** Returns a problem without the value. A message of zod may quote the value; a custom message of our schemas does not. */
function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom') return issue.message
  return issue.code === 'invalid_type' && issue.input === undefined ? 'is required' : issue.code
}

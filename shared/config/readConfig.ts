import type { z } from 'zod'

/** Configuration that does not fit its schema. Names the keys, never their values: those may be secrets. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'

  constructor(issues: readonly { key: string; problem: string }[]) {
    super(
      `Configuration is not valid:\n${issues.map(({ key, problem }) => `  ${key}: ${problem}`).join('\n')}`,
    )
  }
}

/**
 * Parses a runtime's environment variables. Empty strings count as absent, as they do in a shell.
 * @throws ConfigError naming each key that is missing or wrong.
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

/** What zod says itself may quote the value; what a schema of ours says does not. */
function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom') return issue.message
  return issue.code === 'invalid_type' && issue.input === undefined ? 'is required' : issue.code
}

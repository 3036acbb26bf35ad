import { ConfigError } from '#shared/config/readConfig.ts'
import type { DatabaseEnvironment, DirectDatabaseEnvironment } from '#shared/contracts/environment.ts'

/** Neon's pooler, in transaction mode, has the name of its endpoint and this. */
const POOLER = /^([^.]+)-pooler\./

/** The direct address of a database whose address may be Neon's pooler: what Neon's console shows without pooling.
 * @param url a PostgreSQL connection string */
export function withoutPooler(url: string): string {
  const direct = new URL(url)
  direct.hostname = direct.hostname.replace(POOLER, '$1.')
  return direct.href
}

/**
 * The address of a migration: DATABASE_URL_DIRECT, or DATABASE_URL where that is no pooler's.
 * @throws ConfigError if DATABASE_URL names Neon's pooler and DATABASE_URL_DIRECT is missing, or names a pooler, too
 */
export function directAddress(
  environment: DatabaseEnvironment & DirectDatabaseEnvironment,
): DatabaseEnvironment {
  const { DATABASE_URL, DATABASE_URL_DIRECT, VESPER_DATABASE_PROXY } = environment
  const url = DATABASE_URL_DIRECT ?? DATABASE_URL
  if (POOLER.test(new URL(url).hostname)) {
    const problem =
      DATABASE_URL_DIRECT === undefined
        ? "is required, because DATABASE_URL names Neon's pooler: run `npm run deploy:setup`"
        : "names Neon's pooler: give the connection string without pooling"
    throw new ConfigError([{ key: 'DATABASE_URL_DIRECT', problem }])
  }
  return { DATABASE_URL: url, VESPER_DATABASE_PROXY }
}

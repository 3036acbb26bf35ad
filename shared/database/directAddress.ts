import { ConfigError } from '#shared/config/readConfig.ts'
import type { DatabaseEnvironment, DirectDatabaseEnvironment } from '#shared/contracts/environment.ts'

/** Matches the host name of Neon's pooler: the name of the endpoint and `-pooler`. The pooler runs in transaction mode. */
const POOLER = /^([^.]+)-pooler\./

/** Returns the direct address of a database, as Neon's console shows it without pooling.
 * @param url a PostgreSQL connection string, of Neon's pooler or direct */
export function withoutPooler(url: string): string {
  const direct = new URL(url)
  direct.hostname = direct.hostname.replace(POOLER, '$1.')
  return direct.href
}

/** Tells whether an address names Neon's pooler. */
export function isPooled(url: string): boolean {
  return POOLER.test(new URL(url).hostname)
}

/**
 * Returns the address for migrations and lifelines: DATABASE_URL_DIRECT, or DATABASE_URL if DATABASE_URL_DIRECT is not set.
 * @throws ConfigError if the address names Neon's pooler
 */
export function directAddress(
  environment: DatabaseEnvironment & DirectDatabaseEnvironment,
): DatabaseEnvironment {
  const { DATABASE_URL, DATABASE_URL_DIRECT, VESPER_DATABASE_PROXY } = environment
  const url = DATABASE_URL_DIRECT ?? DATABASE_URL
  if (isPooled(url)) {
    const problem =
      DATABASE_URL_DIRECT === undefined
        ? "is required, because DATABASE_URL names Neon's pooler. Run `npm run deploy:setup`."
        : "names Neon's pooler. Set the connection string without pooling."
    throw new ConfigError([{ key: 'DATABASE_URL_DIRECT', problem }])
  }
  return { DATABASE_URL: url, VESPER_DATABASE_PROXY }
}

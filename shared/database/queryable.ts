import type { NeonDatabase } from 'drizzle-orm/neon-serverless'

export type Database = NeonDatabase
/** A transaction of it; every query that a Database takes, a Transaction takes too. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]
export type Queryable = Database | Transaction

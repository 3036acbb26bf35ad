import type { NeonDatabase } from 'drizzle-orm/neon-serverless'

export type Database = NeonDatabase
/** A transaction of a Database. A Transaction accepts every query that a Database accepts. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]
export type Queryable = Database | Transaction

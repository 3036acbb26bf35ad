import { afterAll } from 'vitest'
import { describeOutcomes } from '../../e2e/support/describeOutcomes.ts'
import { type PgBouncer, startPgBouncer } from './startPgBouncer.ts'

let pooler: PgBouncer | undefined

describeOutcomes('PgBouncer in transaction mode', async (direct) => {
  pooler = await startPgBouncer(direct.DATABASE_URL)
  return { ...direct, DATABASE_URL: withPort(direct.DATABASE_URL, pooler.port) }
})

afterAll(() => pooler?.stop())

function withPort(address: string, port: number): string {
  const url = new URL(address)
  url.port = String(port)
  return url.href
}

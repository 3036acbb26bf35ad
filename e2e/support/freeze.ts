import { freezeInTransaction as freeze } from '#chaos/index.ts'
import { functionEnvironment } from '#functions/index.ts'
import { connectTo } from './database.ts'
import type { TestGateway } from './gateway.ts'

/**
 * Stops the connector of a session inside a transaction (SIGSTOP).
 * @returns its process id
 */
export async function freezeInTransaction(
  gateway: TestGateway,
  session: { id: string; phone: string },
): Promise<number> {
  const { DATABASE_URL, VESPER_DATABASE_PROXY = '' } = functionEnvironment.parse(gateway.parts.environment)
  const { db, close } = connectTo({ DATABASE_URL, VESPER_DATABASE_PROXY })
  try {
    return await freeze(db, session.id, () => gateway.phones.drop(session.phone))
  } finally {
    await close()
  }
}

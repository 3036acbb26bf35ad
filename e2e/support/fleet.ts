import { afterAll, beforeEach } from 'vitest'
import { type Database, type DatabaseConnection, messages, sessions } from '#shared/database/index.ts'
import { createAccount } from '#shared/domain/accounts/index.ts'
import { type Lease, readFleet, recordHeartbeat, takeLeases } from '#shared/domain/fleet/index.ts'
import { connectTo, createDatabase, type DatabaseAddress } from './database.ts'

/** Creates a database with unleased partitions before each test, and returns helpers for connectors. */
export function useFleet(onFresh: (db: Database, address: DatabaseAddress) => void) {
  const connections: DatabaseConnection[] = []
  let db: Database

  beforeEach(async () => {
    const address = await createDatabase()
    const connection = connectTo(address)
    connections.push(connection)
    db = connection.db
    onFresh(db, address)
  })
  afterAll(() => Promise.all(connections.map(({ close }) => close())))

  return {
    /** Registers a connector, and leases its share of the partitions. */
    async join(owner: string): Promise<Lease[]> {
      await recordHeartbeat({
        ctx: { db },
        input: { id: owner, sessions: 0, partitions: 0, capacity: 1_000, memoryBytes: 0 },
      })
      return await takeLeases({
        ctx: { db },
        input: {
          owner,
          held: [],
          wanted: (await readFleet({ ctx: { db }, input: { leaseMs: 9_000 } })).share,
          leaseMs: 9_000,
        },
      })
    },
    endLeases: () => db.execute(`update partitions set expires_at = now() - interval '1 second'`),
    /** Creates a session in a partition, with a pending message. */
    makeSession: (partition: number, id?: string) => makeSession(db, partition, id),
  }
}

async function makeSession(db: Database, partition: number, id = `session-${partition}`): Promise<string> {
  const { appId } = await createAccount({
    ctx: { db },
    input: { name: 'A', plan: 'self_hosted', appName: 'B' },
  })
  await db
    .insert(sessions)
    .values({ id, appId, name: 'S', partition, generation: 'run_1', pairedAt: new Date() })
  await db.insert(messages).values({
    id: 'M',
    sessionId: id,
    sender: 'me',
    appId,
    remoteJid: '1@s.whatsapp.net',
    fromMe: true,
    type: 'text',
    content: { text: 'x' },
    status: 'PENDING',
    source: 'api',
    timestamp: 0,
    expiresAt: new Date(Date.now() + 60_000),
  })
  return id
}

import type { LocalDatabase } from '#local/database/index.ts'
import { type LocalConfig, type LocalGateway, localEnvironment, startGateway } from '#local/index.ts'
import type { Shutdown } from '#local/process/index.ts'
import type { LocalSqs } from '#local/queues/index.ts'
import { connectDatabase, type DatabaseConnection } from '#shared/database/index.ts'
import { Fleet } from './fleet.ts'
import { type Gate, openGate } from './gate.ts'

/** The `application_name` of the saboteur's sessions in PostgreSQL. */
export const SABOTEUR_NAME = 'saboteur'

/** A gateway, and control over everything it depends on. */
export interface Stage {
  gateway: LocalGateway
  fleet: Fleet
  /** The gate between the gateway and its database. */
  gate: Gate
  queue: Pick<LocalSqs, 'refuse' | 'heal'>
  /** A connection that bypasses the gate. */
  database: DatabaseConnection
  phonesUrl: string
  qstashUrl: string
}

export interface StageOptions {
  folder: string
  database: LocalDatabase['environment']
  /** Environment variables of the gateway. */
  environment: Record<string, string>
}

/** Starts a gateway with controllable dependencies. */
export async function openStage(options: StageOptions, shutdown: Shutdown): Promise<Stage> {
  const gate = await openGate(Number(new URL(options.database.VESPER_DATABASE_PROXY).port))
  shutdown.add(gate.close)
  const database = connectDatabase(options.database, {
    // Several locks can be held at the same time.
    maxConnections: 5,
    queryTimeoutMs: 10_000,
    limits: 'none',
    applicationName: SABOTEUR_NAME,
    onIdleError: () => undefined,
  })
  shutdown.add(database.close)
  const gateway = await startGateway(configOf(options), {
    ...options.database,
    VESPER_DATABASE_PROXY: `tcp://127.0.0.1:${gate.port}`,
  })
  shutdown.add(gateway.stop)
  const fleet = new Fleet(gateway.connectors, gateway.connectorEnvironment)
  shutdown.add(() => fleet.close())
  return {
    gateway,
    fleet,
    gate,
    queue: gateway.parts.sqs,
    database,
    phonesUrl: gateway.info.sandbox?.phonesUrl ?? '',
    qstashUrl: gateway.parts.qstash?.environment.QSTASH_URL ?? '',
  }
}

function configOf({ folder, environment }: StageOptions): LocalConfig {
  return localEnvironment.parse({
    ...environment,
    VESPER_DATA_DIR: folder,
    PORT: '0',
    VESPER_SANDBOX_PORT: '0',
    VESPER_RATE_LIMIT: '1000000',
  })
}

import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { type Clock, systemClock } from '../clock.ts'
import { SERVER_TIMEOUTS } from '../httpServer.ts'
import { createApp } from './api/app.ts'
import { Faults } from './api/faults.ts'
import { Agenda } from './delivery/agenda.ts'
import { Deliveries } from './delivery/deliveries.ts'
import { Logs } from './state/logs.ts'
import { openStore } from './state/store.ts'

export type { Clock } from '../clock.ts'

const HOST = '127.0.0.1'

export interface LocalQStash {
  /** The variables for `@upstash/qstash`. */
  environment: {
    QSTASH_URL: string
    QSTASH_TOKEN: string
    QSTASH_CURRENT_SIGNING_KEY: string
    QSTASH_NEXT_SIGNING_KEY: string
  }
  /** Aborts the attempts in flight. Pending messages are in the state file, and continue at the next start. */
  stop(): Promise<void>
}

/**
 * Runs a stand-in for QStash on loopback, with the messages that its state file holds.
 * @param options.stateFile created if missing; for one stand-in at a time
 * @param options.port default 0, a free port
 * @throws Error if the port is in use, or the state file is damaged before its last line
 */
export async function startQStash(options: {
  stateFile: string
  port?: number
  clock?: Clock
}): Promise<LocalQStash> {
  const { stateFile, port = 0, clock = systemClock } = options
  const store = await openStore(stateFile)
  const [agenda, logs] = [new Agenda(clock), new Logs(clock)]
  const deliveries = new Deliveries({ store, agenda, clock, logs })
  const app = createApp({ store, deliveries, logs, faults: new Faults(), clock })
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions: SERVER_TIMEOUTS })
  const close = async () => {
    agenda.stop()
    deliveries.stop()
    await store.close()
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HOST, resolve)
  }).catch(async (error: unknown) => {
    await close()
    throw error
  })
  const { token, currentSigningKey, nextSigningKey } = store.secrets
  return {
    environment: {
      QSTASH_URL: `http://${HOST}:${(server.address() as AddressInfo).port}`,
      QSTASH_TOKEN: token,
      QSTASH_CURRENT_SIGNING_KEY: currentSigningKey,
      QSTASH_NEXT_SIGNING_KEY: nextSigningKey,
    },
    async stop() {
      if ('closeAllConnections' in server) server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await close()
    },
  }
}

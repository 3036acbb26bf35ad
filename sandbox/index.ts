import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { type Logger, pino } from 'pino'
import { WebSocketServer } from 'ws'
import { controlApi } from './control/api.ts'
import { quietLibsignal } from './phones/quiet.ts'
import { acceptClients } from './server/accept.ts'
import { SERVER_TIMEOUTS } from './server/timeouts.ts'
import { useNativeCurve } from './signal/index.ts'
import { createWorld } from './world.ts'

const SOCKET_PATH = '/ws/chat'
/** The number of refs for a client. Baileys shows the first ref for 60 s and each later ref for 20 s. */
const QR_REFS = 6

export interface SandboxOptions {
  /** Address to listen on. Default 127.0.0.1. */
  host?: string
  /** HTTP port. 0 selects a free port. */
  port: number
  /** File of the state. Without a file, the state is in memory only. Two sandboxes cannot share a file. */
  stateFile?: string
  log?: Logger
  /** Port of the HTTPS server for media and `wss://`. 0, the default, selects a free port. */
  mediaPort?: number
  /**
   * Folder of the media files. The default is beside the state file, or a temporary folder that the sandbox
   * deletes.
   */
  mediaDir?: string
  /** Number of QR codes that a client may show before the client stops. Default 6. */
  qrRefs?: number
  /** True: a new client uploads 5 one-time prekeys instead of 812, which cost most of a pairing. Default false. */
  smallUploads?: boolean
}

export interface Sandbox {
  /** Origin of the control API, e.g. `http://127.0.0.1:3001`. */
  phonesUrl: string
  /** URL for Baileys' option `waWebSocketUrl`, e.g. `ws://127.0.0.1:3001/ws/chat`. */
  socketUrl: string
  /** URL over TLS on the port of the media server, e.g. `wss://127.0.0.1:3002/ws/chat`. */
  secureSocketUrl: string
  /** Origin of the media server, e.g. `https://127.0.0.1:3002`. */
  mediaUrl: string
  /**
   * Certificate authority of the media server. A client's process reads the PEM from the file in
   * NODE_EXTRA_CA_CERTS.
   */
  mediaCaPem: string
  /**
   * Root public key in hex. With this key as Baileys' `WA_CERT_DETAILS.PUBLIC_KEY`, a client accepts only
   * this server.
   */
  rootPublicKey: string
  /** Closes all connections and writes the rest of the state. */
  close(): Promise<void>
}

/**
 * Starts a WhatsApp server with simulated phones. One port serves the WebSocket of clients and the HTTP
 * control API.
 * @throws if the port is in use or the state file is unreadable
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  quietLibsignal()
  useNativeCurve()
  const { host = '127.0.0.1', port, qrRefs = QR_REFS, log = pino({ level: 'silent' }) } = options
  const {
    smallUploads = false,
    stateFile,
    mediaPort = 0,
    mediaDir = stateFile && `${stateFile}.media`,
  } = options
  const media = { host, port: mediaPort, folder: mediaDir }
  const world = await createWorld({ stateFile, log, qrRefs, smallUploads, media })
  const server = createAdaptorServer({ fetch: controlApi(world).fetch, serverOptions: SERVER_TIMEOUTS })
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  for (const each of [server, world.media.server]) acceptClients(world, each, sockets, SOCKET_PATH)
  const closeWorld = async () => {
    await world.phones.close()
    await world.media.close()
    await world.state.close()
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  }).catch(async (error: unknown) => {
    await closeWorld()
    throw error
  })
  const { port: actualPort } = server.address() as AddressInfo
  return {
    phonesUrl: `http://${host}:${actualPort}`,
    socketUrl: `ws://${host}:${actualPort}${SOCKET_PATH}`,
    secureSocketUrl: `wss://${world.media.host}${SOCKET_PATH}`,
    mediaUrl: world.media.origin,
    mediaCaPem: world.media.caPem,
    rootPublicKey: Buffer.from(world.serverKeys.root.public).toString('hex'),
    close: async () => {
      for (const socket of sockets.clients) socket.terminate()
      if ('closeAllConnections' in server) server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await closeWorld()
    },
  }
}

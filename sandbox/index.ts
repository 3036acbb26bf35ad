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
/** Baileys shows the first for 60 s and each further one for 20 s. */
const QR_REFS = 6

export interface SandboxOptions {
  /** Default 127.0.0.1. */
  host?: string
  /** 0 takes any free port. */
  port: number
  /** Where everything is kept; without it, in memory only. One sandbox a file. */
  stateFile?: string
  log?: Logger
  /** Port of the HTTPS server for media and `wss://`. 0, the default, takes any free port. */
  mediaPort?: number
  /** Where its files are kept: by default beside the state file, or in a temporary folder that goes with the sandbox. */
  mediaDir?: string
  /** How many QR codes a client may show before it gives up. Default 6. */
  qrRefs?: number
  /** Whether a client that is new uploads a few one-time keys, and not 812, which is most of what a pairing costs. Default false. */
  smallUploads?: boolean
}

export interface Sandbox {
  /** Origin of the control API, e.g. `http://127.0.0.1:3001`. */
  phonesUrl: string
  /** What Baileys takes as `waWebSocketUrl`, e.g. `ws://127.0.0.1:3001/ws/chat`. */
  socketUrl: string
  /** The same over TLS, e.g. `wss://127.0.0.1:3002/ws/chat`, on the port of the media server. */
  secureSocketUrl: string
  /** Origin of the media server, e.g. `https://127.0.0.1:3002`. */
  mediaUrl: string
  /** Its certificate authority: for a file that NODE_EXTRA_CA_CERTS names when a client's process starts. */
  mediaCaPem: string
  /** Hex; what a client copies into Baileys' `WA_CERT_DETAILS.PUBLIC_KEY` to accept this server alone. */
  rootPublicKey: string
  /** Cuts all connections and writes what is left to write. */
  close(): Promise<void>
}

/**
 * Starts a WhatsApp server with simulated phones on one port: the WebSocket for companions and the HTTP control API.
 * Rejects when the port is taken or the state file cannot be read.
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

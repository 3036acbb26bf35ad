import type { Server as HttpsServer } from 'node:https'
import type { ServerType } from '@hono/node-server'
import type { BinaryNode } from '@whiskeysockets/baileys'
import type { WebSocket, WebSocketServer } from 'ws'
import type { Candidate } from '../pairing/candidate.ts'
import { Connection } from '../transport/connection.ts'
import type { Parts } from '../world.ts'
import { logIn, refuse, type Session, type SessionParts } from './session.ts'

/** The parts that a client connection uses before and after its login. */
type AcceptParts = SessionParts & Parts<'pairing' | 'serverKeys'>

/**
 * Accepts WebSocket upgrades on one path. A refused upgrade loses its TCP connection, because Baileys ignores
 * an HTTP answer.
 */
export function acceptClients(
  world: AcceptParts,
  server: ServerType | HttpsServer,
  sockets: WebSocketServer,
  path: string,
): void {
  server.on('upgrade', (request, socket, head) => {
    const isOurs = new URL(request.url ?? '/', 'http://sandbox').pathname === path
    if (!isOurs || world.faults.take('refuseConnections')) socket.destroy()
    else sockets.handleUpgrade(request, socket, head, (ws) => serve(world, ws))
  })
}

/** Serves a client. The first payload tells whether the client needs a pairing or logs in as a companion. */
function serve(world: AcceptParts, ws: WebSocket): void {
  let candidate: Candidate | undefined
  let session: Session | undefined
  const connection = new Connection(
    ws,
    world.serverKeys,
    {
      opened(payload, noiseKey) {
        if (!payload.devicePairingData) session = logIn(world, connection, payload, noiseKey)
        else if (world.versions.refuses(payload)) refuse(connection, { reason: '405' })
        else candidate = world.pairing.admit(connection, payload, noiseKey)
      },
      stanza(stanza: BinaryNode) {
        if (candidate) world.pairing.handle(candidate, stanza)
        session
          ?.handle(stanza)
          .catch((error: unknown) => world.log.error({ error }, 'the sandbox could not handle a stanza'))
      },
      closed() {
        if (candidate) world.pairing.leave(candidate)
        session?.closed()
      },
    },
    world.log,
  )
}

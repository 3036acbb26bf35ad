import type { Server as HttpsServer } from 'node:https'
import type { ServerType } from '@hono/node-server'
import type { BinaryNode } from '@whiskeysockets/baileys'
import type { WebSocket, WebSocketServer } from 'ws'
import type { Candidate } from '../pairing/candidate.ts'
import { Connection } from '../transport/connection.ts'
import type { Parts } from '../world.ts'
import { logIn, type Session, type SessionParts } from './session.ts'

/** The parts that a client connection uses before and after its login. */
type AcceptParts = SessionParts & Parts<'pairing' | 'serverKeys'>

/** Takes WebSocket upgrades on one path; a refused one loses its TCP connection, as an HTTP answer would go unnoticed by Baileys. */
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

/** A client is a candidate for pairing or a companion that logs in: its first payload says which. */
function serve(world: AcceptParts, ws: WebSocket): void {
  let candidate: Candidate | undefined
  let session: Session | undefined
  const connection = new Connection(
    ws,
    world.serverKeys,
    {
      opened(payload, noiseKey) {
        if (payload.devicePairingData) candidate = world.pairing.admit(connection, payload, noiseKey)
        else session = logIn(world, connection, payload, noiseKey)
      },
      stanza(stanza: BinaryNode) {
        if (candidate) world.pairing.handle(candidate, stanza)
        session
          ?.handle(stanza)
          .catch((error: unknown) => world.log.error({ error }, 'a stanza could not be handled'))
      },
      closed() {
        if (candidate) world.pairing.leave(candidate)
        session?.closed()
      },
    },
    world.log,
  )
}

import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { WASocket } from '@whiskeysockets/baileys'

/** Time limits of a connection to WhatsApp, in ms. */
export interface OpeningLimits {
  /** From the start to the first frame of the server, which answers the hello of the Noise handshake. */
  answerMs: number
  /** From the start to the login, or to the first QR code. */
  openMs: number
  /** Closing handshake of the WebSocket, which a dead peer never answers. */
  closeMs: number
}

const LIMITS: OpeningLimits = { answerMs: 20_000, openMs: 45_000, closeMs: 3_000 }

/**
 * Closes a socket that does not open in time. Baileys waits without a limit for the login and after an HTTP error. With
 * `connectTimeoutMs: 0`, Baileys also waits without a limit for the upgrade and for the hello. The limits are absolute, so that a
 * server which answers byte by byte does not extend them.
 */
export function watchOpening(sock: WASocket, limits: OpeningLimits = LIMITS): void {
  limitClose(sock, limits.closeMs)
  const end = (message: string) => () => void sock.end(new Error(message))
  const answer = setTimeout(end('The server did not answer in time'), limits.answerMs)
  const open = setTimeout(end('The connection did not open in time'), limits.openMs)
  sock.ws.once('frame', () => clearTimeout(answer))
  sock.ev.on('connection.update', ({ qr, connection }) => {
    if (!qr && connection !== 'open' && connection !== 'close') return
    clearTimeout(answer)
    clearTimeout(open)
  })
}

/** Destroys the TCP connection of a peer that does not answer the close. The WebSocket itself waits for 30 s. */
function limitClose({ ws }: WASocket, withinMs: number): void {
  let stream: Socket | undefined
  ws.once('upgrade', ({ socket }: Partial<IncomingMessage>) => {
    stream = socket
  })
  const close = ws.close.bind(ws)
  ws.close = async () => {
    const timer = setTimeout(() => stream?.destroy(), withinMs)
    await close().finally(() => clearTimeout(timer))
  }
}

import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { WASocket } from '@whiskeysockets/baileys'

/**
 * Writes all frames of one turn of the event loop by one system call. A message, its acks and those of its receipts are separate
 * frames, and a system call is the largest single cost of a frame.
 */
export function corkByTurn({ ws }: Pick<WASocket, 'ws'>): void {
  ws.once('upgrade', ({ socket }: Partial<IncomingMessage>) => {
    // Bun's WebSocket has no stream.
    if (typeof socket?.cork === 'function') corkWrites(socket)
  })
}

/** Corks a stream at the first write of each turn of the event loop, and uncorks the stream at the end of the turn. */
export function corkWrites(stream: Pick<Socket, 'write' | 'cork' | 'uncork'>): void {
  const write = stream.write as (...args: unknown[]) => boolean
  let isCorked = false
  stream.write = (...args: unknown[]) => {
    if (!isCorked) {
      isCorked = true
      stream.cork()
      setImmediate(() => {
        isCorked = false
        stream.uncork()
      })
    }
    return write.apply(stream, args)
  }
}

import { type BinaryNode, decodeBinaryNode, encodeBinaryNode, proto } from '@whiskeysockets/baileys'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import { chainOf, type ServerKeys } from './certificate.ts'
import { encodeFrame, FrameReader } from './frames.ts'
import { NoiseResponder, type Transport } from './noise.ts'

/**
 * Time for a client to read the last stanza and to close the connection itself, in ms. WhatsApp's server
 * waits as long.
 */
const CLOSE_AFTER_MS = 750

/** The callbacks of a connection. Stanzas arrive one after the other, in the client's order. */
export interface ConnectionHandler {
  opened(payload: proto.ClientPayload, clientStatic: Uint8Array): void
  stanza(stanza: BinaryNode): void
  closed(): void
}

/**
 * A client's WebSocket: two handshake frames, then encrypted stanzas both ways. A client that fails
 * authentication is disconnected.
 */
export class Connection {
  private readonly reader = new FrameReader()
  private noise: NoiseResponder | undefined
  private transport: Transport | undefined
  private inbound: Promise<void> = Promise.resolve()
  private closeTimer: NodeJS.Timeout | undefined
  private readonly ws: WebSocket
  private readonly keys: ServerKeys
  private readonly handler: ConnectionHandler
  private readonly log: Logger

  constructor(ws: WebSocket, keys: ServerKeys, handler: ConnectionHandler, log: Logger) {
    this.ws = ws
    this.keys = keys
    this.handler = handler
    this.log = log
    const onError = (error: unknown) => log.warn({ error }, 'a client connection failed')
    ws.on('message', (data: Buffer) => {
      this.inbound = this.inbound
        .then(async () => {
          for (const frame of this.reader.push(data)) await this.frame(frame)
        })
        .catch((error) => {
          onError(error)
          ws.terminate()
        })
    })
    ws.on('error', onError)
    ws.on('close', () => {
      clearTimeout(this.closeTimer)
      handler.closed()
    })
  }

  /** Encrypts and sends a stanza. A connection that closes sends nothing more. */
  send(stanza: BinaryNode): void {
    if (!this.transport || this.closeTimer || this.ws.readyState !== this.ws.OPEN) return
    this.log.trace({ stanza: summary(stanza) }, 'sent')
    this.ws.send(encodeFrame(this.transport.outbound.encrypt(encodeBinaryNode(stanza))))
  }

  /**
   * Sends nothing more, and closes the connection 750 ms later. A client normally closes first. A client that
   * reads stanzas from a queue loses the queued stanzas when the connection closes.
   */
  close(): void {
    this.closeTimer ??= setTimeout(() => this.ws.close(), CLOSE_AFTER_MS).unref()
  }

  terminate(): void {
    this.ws.terminate()
  }

  private async frame(frame: Buffer): Promise<void> {
    if (this.transport) {
      const stanza = await decodeBinaryNode(this.transport.inbound.decrypt(frame))
      this.log.trace({ stanza: summary(stanza) }, 'received')
      this.handler.stanza(stanza)
      return
    }
    const { clientHello, clientFinish } = proto.HandshakeMessage.decode(frame)
    if (!this.noise && clientHello?.ephemeral && this.reader.intro) {
      this.noise = new NoiseResponder(this.keys.static, this.reader.intro)
      const serverHello = this.noise.hello(clientHello.ephemeral, chainOf(this.keys))
      this.ws.send(encodeFrame(proto.HandshakeMessage.encode({ serverHello }).finish()))
    } else if (this.noise && clientFinish?.static && clientFinish.payload) {
      const { clientStatic, payload, transport } = this.noise.finish(
        clientFinish.static,
        clientFinish.payload,
      )
      this.transport = transport
      this.handler.opened(proto.ClientPayload.decode(payload), clientStatic)
    } else {
      throw new Error('The client sent an unexpected handshake message.')
    }
  }
}

/** Summarises a stanza for the log: tag, attributes, tags of its children, but no content. */
function summary({ tag, attrs, content }: BinaryNode): string {
  const inside = Array.isArray(content) ? content.map((child) => child.tag).join(' ') : ''
  return `${tag} ${JSON.stringify(attrs)} ${inside}`
}

import { type AddressInfo, connect } from 'node:net'
import { WebSocketServer } from 'ws'

export interface NeonProxy {
  /** The value for VESPER_DATABASE_PROXY: `host:port/path`. */
  address: string
  close(): Promise<void>
}

/**
 * Connects Neon's driver, which speaks PostgreSQL inside a WebSocket, to a PostgreSQL that speaks plain TCP.
 * @param watch returns an observer of each message to PostgreSQL on a connection, from the path that its
 *   client named
 */
export async function startNeonProxy(
  postgresPort: number,
  watch: (path: string) => (data: Buffer) => void = () => () => undefined,
): Promise<NeonProxy> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
  server.on('connection', (socket, request) => {
    const see = watch(request.url ?? '')
    const tcp = connect({ host: '127.0.0.1', port: postgresPort, noDelay: true })
    socket.on('message', (data: Buffer) => {
      see(data)
      tcp.write(data)
    })
    socket.on('close', () => tcp.destroy())
    socket.on('error', () => tcp.destroy())
    tcp.on('data', (data) => socket.send(data))
    tcp.on('close', () => socket.close())
    tcp.on('error', () => socket.terminate())
  })
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject))
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    async close() {
      for (const socket of server.clients) socket.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

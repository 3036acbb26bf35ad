import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { film, picture, wav } from '../files.ts'

/** Serves a picture, a sound and a film until the test ends. Returns a URL for each of them. */
export async function serveFiles(): Promise<Record<'picture' | 'sound' | 'film', string>> {
  const files = new Map<string | undefined, { type: string; bytes: Buffer }>([
    ['/picture.png', { type: 'image/png', bytes: await picture('png') }],
    ['/sound.wav', { type: 'audio/wav', bytes: wav(1) }],
    ['/film.mp4', { type: 'video/mp4', bytes: await film() }],
  ])
  const server = createServer(({ url }, response) => {
    const file = files.get(url)
    response.writeHead(file ? 200 : 404, { 'content-type': file?.type ?? 'text/plain' }).end(file?.bytes)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { picture: `${origin}/picture.png`, sound: `${origin}/sound.wav`, film: `${origin}/film.mp4` }
}

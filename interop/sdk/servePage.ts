import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'

const SCRIPT = 'text/javascript; charset=utf-8'
const DIST = '/node_modules/vesper-sdk/dist'
const IMPORTS = { imports: { 'vesper-sdk': `${DIST}/index.js`, 'vesper-sdk/admin': `${DIST}/admin.js` } }
const PAGE = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify(IMPORTS)}</script>`

/**
 * Serves an empty page and the modules of a folder on loopback. The import map of the page names the packed SDK.
 * @returns the origin of the page
 */
export async function servePage(folder: string): Promise<{ origin: string; stop(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://page')
    if (pathname === '/') return response.setHeader('content-type', 'text/html; charset=utf-8').end(PAGE)
    const body = await readFile(path.join(folder, pathname)).catch(() => undefined)
    if (!body) return response.writeHead(404).end()
    response.setHeader('content-type', SCRIPT).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

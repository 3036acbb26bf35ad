import { createServer } from 'node:https'
import { createServer as createTlsServer } from 'node:tls'
import { certify, createAuthority } from 'vesper-sandbox/authority'
import { describe, expect, it } from 'vitest'
import { listen, refusalOf, request, serveHttp } from './testing.ts'

it('reports a server without TLS', async () => {
  const server = await serveHttp((_request, response) => response.end())
  expect(await refusalOf(`https://127.0.0.1:${server.port}/`)).toMatchObject({ reason: 'tls' })
})

describe('with a certificate of a private CA', () => {
  const authority = createAuthority()
  const ca = authority.certificatePem
  const { key, cert } = certify(authority, 'good.example')

  function serveHttps() {
    const server = createServer({ key, cert }, (_request, response) => {
      response.end('sealed')
    })
    return listen(server, '127.0.0.1', 0)
  }

  const resolve = async () => ['127.0.0.1']

  it('trusts the CA only if the caller passes it', async () => {
    const { port } = await serveHttps()
    const url = `https://good.example:${port}/`
    expect(await refusalOf(url, { resolve })).toMatchObject({ reason: 'tls' })
    expect(await (await request(url, { resolve, ca })).text(100)).toBe('sealed')
  })

  it('checks the certificate against the host of the URL, not against the address', async () => {
    const { port } = await serveHttps()
    expect(await refusalOf(`https://bad.example:${port}/`, { resolve, ca })).toMatchObject({
      reason: 'tls',
    })
  })

  it.each([
    ['sends nothing', '', 'timeout'],
    [
      'switches protocols',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n',
      'broken',
    ],
    ['stalls in its headers', 'HTTP/1.1 200 OK\r\nx: ', 'timeout'],
  ])('refuses a server that %s after its handshake', async (_what, said, reason) => {
    const server = createTlsServer({ key, cert }, (socket) => {
      socket.on('error', () => undefined).once('data', () => socket.write(said))
    })
    const { port } = await listen(server, '127.0.0.1', 0)
    const totalTimeoutMs = reason === 'timeout' ? 500 : 60_000
    const refusal = await refusalOf(`https://good.example:${port}/`, { resolve, ca, totalTimeoutMs })
    expect(refusal).toMatchObject({ reason })
  })

  it('refuses a redirect from https to http', async () => {
    const plain = await serveHttp((_request, response) => response.end())
    const server = createServer({ key, cert }, (_request, response) => {
      response.writeHead(302, { location: plain.url }).end()
    })
    const { port } = await listen(server, '127.0.0.1', 0)
    const options = { resolve, ca, redirects: { follow: 3 } }
    expect(await refusalOf(`https://good.example:${port}/`, options)).toMatchObject({ reason: 'redirect' })
    expect(plain.connections).toBe(0)
  })
})

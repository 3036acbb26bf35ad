import { X509Certificate } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { connect, createServer } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { certify, createAuthority } from './authority.ts'

/** Connects by TLS to a server with this certificate. Returns null, or the code of the error. */
async function handshake(server: { key: string; cert: string }, ca: string, host: string) {
  const listener = createServer(server, (socket) => socket.end())
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const { port } = listener.address() as AddressInfo
  try {
    return await new Promise<string | null>((resolve) => {
      const socket = connect({ host, port, ca }, () => {
        resolve(null)
        socket.destroy()
      })
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    })
  } finally {
    listener.close()
  }
}

describe('the certificate authority of the media server', () => {
  const authority = createAuthority()

  it('makes certificates that TLS accepts, by address and by name', async () => {
    const server = certify(authority, '127.0.0.1')
    expect(await handshake(server, authority.certificatePem, '127.0.0.1')).toBeNull()
    expect(await handshake(server, authority.certificatePem, 'localhost')).toBeNull()
  })

  it('is not trusted by a client that has another authority', async () => {
    const server = certify(authority, '127.0.0.1')
    const other = createAuthority().certificatePem
    expect(await handshake(server, other, '127.0.0.1')).toMatch(/UNABLE_TO_VERIFY|SELF_SIGNED|CERT/)
  })

  it('is a CA by X.509, and its server certificates are not', () => {
    const ca = new X509Certificate(authority.certificatePem)
    const server = new X509Certificate(certify(authority, 'media.internal').cert)
    expect([ca.ca, server.ca]).toEqual([true, false])
    expect(server.checkIssued(ca) && server.verify(ca.publicKey)).toBe(true)
    expect(server.subjectAltName).toBe('IP Address:127.0.0.1, DNS:localhost, DNS:media.internal')
    expect(new Date(server.validTo).getTime()).toBeGreaterThan(Date.now())
  })
})

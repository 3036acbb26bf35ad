import { Resolver } from 'node:dns/promises'

/** Returns all addresses of a host name. Rejects if there is no address. */
export type Resolve = (host: string) => Promise<string[]>

/**
 * Resolves a host name with c-ares. `dns.lookup` would occupy one of libuv's four threads for each query. A few slow DNS servers
 * would then block the file access of the whole process.
 */
export const resolveHost: Resolve = async (host) => {
  // DNS has no localhost; getaddrinfo reads the name from /etc/hosts. RFC 6761.
  if (host === 'localhost' || host.endsWith('.localhost')) return ['127.0.0.1', '::1']
  const resolver = new Resolver({ timeout: 2_000, tries: 2 })
  const [v4, v6] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
  const addresses = [v4, v6].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  if (addresses.length === 0) throw v4.status === 'rejected' ? v4.reason : new Error('No addresses')
  return addresses
}

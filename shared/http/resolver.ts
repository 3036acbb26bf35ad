import { Resolver } from 'node:dns/promises'

/** Answers every address of a host name; rejects when it has none. */
export type Resolve = (host: string) => Promise<string[]>

/**
 * DNS over c-ares. Not `dns.lookup`: that holds one of libuv's four threads until it ends, so a few names whose servers
 * answer slowly would stall the whole process's files and lookups.
 */
export const resolveHost: Resolve = async (host) => {
  // Not in DNS, and what getaddrinfo would take from /etc/hosts. RFC 6761.
  if (host === 'localhost' || host.endsWith('.localhost')) return ['127.0.0.1', '::1']
  const resolver = new Resolver({ timeout: 2_000, tries: 2 })
  const [v4, v6] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
  const addresses = [v4, v6].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  if (addresses.length === 0) throw v4.status === 'rejected' ? v4.reason : new Error('No addresses')
  return addresses
}

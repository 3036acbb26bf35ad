import ipaddr from 'ipaddr.js'
import type { UrlPolicy } from './target.ts'

/** The range of all public IPv6 addresses. Addresses outside, such as `::/96` (IPv4-compatible), are special or unassigned. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')

/** Addresses of IPv4 hosts in a network without IPv4 (DNS64). Public if the embedded IPv4 address is public. RFC 6052. */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96')

/** Services of AWS over IPv6, such as instance metadata. The range is unique local, but its addresses are no private hosts. */
const AWS_SERVICES = ipaddr.IPv6.parseCIDR('fd00:ec2::/32')

/** Azure's metadata and DNS. No other large cloud has such a service at an address that looks public. */
const AZURE_WIRE_SERVER = '168.63.129.16'

/** Private ranges that a gateway on one machine may call. Link-local is excluded, because cloud metadata has such addresses. */
const OWN_NETWORK = new Set(['loopback', 'private', 'uniqueLocal'])

/**
 * Tells whether a request may go to this address. Public addresses are allowed; `allowPrivate` also allows loopback and private
 * addresses. Mapped, compatible, 6to4 and Teredo addresses are never allowed, because they hide an IPv4 address.
 */
export function isAllowedAddress(address: string, policy: UrlPolicy): boolean {
  if (!ipaddr.isValid(address) || address.includes('%')) return false
  const parsed = ipaddr.parse(address)
  const range = parsed.range()
  if (parsed instanceof ipaddr.IPv6 && parsed.match(AWS_SERVICES)) return false
  if (policy.allowPrivate && OWN_NETWORK.has(range)) return true
  if (parsed instanceof ipaddr.IPv4) return isPublicIpv4(parsed)
  if (parsed.match(NAT64)) return isPublicIpv4(new ipaddr.IPv4(parsed.toByteArray().slice(12)))
  return range === 'unicast' && parsed.match(GLOBAL_UNICAST)
}

function isPublicIpv4(address: ipaddr.IPv4): boolean {
  return address.range() === 'unicast' && address.toString() !== AZURE_WIRE_SERVER
}

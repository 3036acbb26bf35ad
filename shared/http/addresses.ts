import ipaddr from 'ipaddr.js'
import type { UrlPolicy } from './target.ts'

/** All of public IPv6 lies in here; what lies outside is special or unassigned, and `::/96` (IPv4-compatible) too. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')

/** How a network without IPv4 reaches an IPv4 host (DNS64): public when the embedded address is. RFC 6052. */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96')

/** AWS' own services over IPv6, metadata among them: inside the unique local range, yet no neighbour. */
const AWS_SERVICES = ipaddr.IPv6.parseCIDR('fd00:ec2::/32')

/** Azure's metadata and DNS, the one such service of a big cloud at an address that looks public. */
const AZURE_WIRE_SERVER = '168.63.129.16'

/** Ranges where a gateway on one machine finds its neighbours. Never link-local: cloud metadata lives there. */
const OWN_NETWORK = new Set(['loopback', 'private', 'uniqueLocal'])

/**
 * Whether a request may go to this address: public ones only, and with `allowPrivate` also loopback and private ones.
 * Mapped, compatible, 6to4 and Teredo forms, which hide an IPv4 address, never.
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

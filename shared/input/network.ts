import ipaddr from 'ipaddr.js'
import { z } from 'zod'

const MESSAGE = 'Give an IP address, or a network such as 203.0.113.0/24'

/**
 * Schema of an address or a network in CIDR notation. The output is always a network, such as `203.0.113.7/32`. An address with bits, such
 * as `203.0.113.7/24`, means its network.
 */
export const network = z
  .union([z.ipv4(), z.cidrv4(), z.ipv6(), z.cidrv6()], { error: MESSAGE })
  .transform((text) => {
    const cidr = text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`
    const family = text.includes(':') ? ipaddr.IPv6 : ipaddr.IPv4
    return `${family.networkAddressFromCIDR(cidr).toString()}/${cidr.split('/')[1]}`
  })

/** Tells whether an address belongs to one of the networks. An IPv4 address that is mapped to IPv6 is the IPv4 address. */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false
  const given = ipaddr.process(address)
  return networks.some((text) => {
    const [first, bits] = ipaddr.parseCIDR(text)
    return first.kind() === given.kind() && given.match(first, bits)
  })
}

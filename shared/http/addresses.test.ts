import { expect, it } from 'vitest'
import { isAllowedAddress } from './addresses.ts'

const cloud = { allowHttp: false, allowPrivate: false }
const oneMachine = { allowHttp: true, allowPrivate: true }

it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '2606:4700:4700::1111', '64:ff9b::808:808'])(
  'allows the public address %s',
  (address) => {
    expect(isAllowedAddress(address, cloud)).toBe(true)
  },
)

it.each([
  ['loopback', '127.0.0.1'],
  ['loopback', '127.255.255.254'],
  ['loopback', '::1'],
  ['private', '10.1.2.3'],
  ['private', '172.16.0.1'],
  ['private', '192.168.1.1'],
  ['unique local', 'fc00::1'],
])('allows %s (%s) on one machine only', (_what, address) => {
  expect(isAllowedAddress(address, cloud)).toBe(false)
  expect(isAllowedAddress(address, oneMachine)).toBe(true)
})

it.each([
  ['metadata', '169.254.169.254'],
  ['ECS task metadata', '169.254.170.2'],
  ["AWS' metadata over IPv6", 'fd00:ec2::254'],
  ['link-local', 'fe80::1'],
  ['a zone', 'fe80::1%eth0'],
  ['CGNAT', '100.64.0.1'],
  ["Alibaba's metadata", '100.100.100.200'],
  ["Oracle's metadata", '192.0.0.192'],
  ["Azure's wire server", '168.63.129.16'],
  ['unspecified', '0.0.0.0'],
  ['this network', '0.1.2.3'],
  ['unspecified', '::'],
  ['broadcast', '255.255.255.255'],
  ['reserved', '240.0.0.1'],
  ['multicast', '224.0.0.1'],
  ['multicast', 'ff02::1'],
  ['documentation', '192.0.2.1'],
  ['documentation', '198.51.100.1'],
  ['documentation', '203.0.113.1'],
  ['documentation', '2001:db8::1'],
  ['benchmarking', '198.18.0.1'],
  ['benchmarking', '2001:2::1'],
  ['discard', '100::1'],
  ['site-local', 'fec0::1'],
  ['IPv4-mapped', '::ffff:127.0.0.1'],
  ['IPv4-mapped public', '::ffff:8.8.8.8'],
  ['IPv4-compatible', '::7f00:1'],
  ['IPv4-translated', '::ffff:0:127.0.0.1'],
  ['6to4 of loopback', '2002:7f00:1::'],
  ['Teredo', '2001:0:7f00:1::'],
  ['NAT64 of loopback', '64:ff9b::7f00:1'],
  ['NAT64 of metadata', '64:ff9b::a9fe:a9fe'],
  ['local NAT64', '64:ff9b:1::808:808'],
  ['unassigned IPv6', '4000::1'],
  ['no address', 'localhost'],
  ['no address', ''],
])('never allows %s (%s)', (_what, address) => {
  expect(isAllowedAddress(address, cloud)).toBe(false)
  expect(isAllowedAddress(address, oneMachine)).toBe(false)
})

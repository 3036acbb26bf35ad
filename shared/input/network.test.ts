import { describe, expect, it } from 'vitest'
import { isInNetworks, network } from './network.ts'

describe('network', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7/32'],
    ['203.0.113.0/24', '203.0.113.0/24'],
    ['203.0.113.7/24', '203.0.113.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8::1', '2001:db8::1/128'],
    ['2001:db8::/32', '2001:db8::/32'],
  ])('reads %s as %s', (text, expected) => {
    expect(network.parse(text)).toBe(expected)
  })

  it.each(['203.0.113', '1', '0x7f.1', '203.0.113.0/33', '', ' 203.0.113.7', 'fe80::1%eth0'])(
    'refuses %j',
    (text) => {
      expect(network.safeParse(text).success).toBe(false)
    },
  )
})

describe('isInNetworks', () => {
  it.each([
    ['203.0.113.7', ['203.0.113.0/24'], true],
    ['203.0.114.7', ['203.0.113.0/24'], false],
    ['::ffff:203.0.113.7', ['203.0.113.0/24'], true],
    ['2001:db8::7', ['203.0.113.0/24', '2001:db8::/32'], true],
    ['2001:db9::7', ['2001:db8::/32'], false],
    ['unknown', ['0.0.0.0/0'], false],
  ])('%s in %j: %s', (address, networks, expected) => {
    expect(isInNetworks(address, networks)).toBe(expected)
  })
})

import crypto, { createSecretKey } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

type Keyed = (algorithm: string, key: unknown, ...rest: unknown[]) => unknown

/** Node finds out by exceptions that a key of bytes is no object: from 24.18, an HMAC takes 11 µs rather than 2. Before, and in 26, it does not. */
function isSlowWithBytes({ node, bun }: NodeJS.ProcessVersions): boolean {
  const [major = 0, minor = 0] = node.split('.').map(Number)
  return bun === undefined && major === 24 && minor >= 18
}

/**
 * Has all code of the process hand keys to ciphers and HMACs as objects, where this Node is slow with bytes: Signal and Noise take some
 * twenty steps a message, which is a tenth of a connector's CPU.
 */
export function useKeyObjects(versions = process.versions): void {
  if (!isSlowWithBytes(versions)) return
  for (const name of ['createHmac', 'createCipheriv', 'createDecipheriv'] as const) {
    const create = crypto[name] as Keyed
    const withObject: Keyed = (algorithm, key, ...rest) =>
      create(algorithm, key instanceof Uint8Array ? createSecretKey(key) : key, ...rest)
    Object.assign(crypto, { [name]: withObject })
  }
  // What was imported by name sees it, too.
  syncBuiltinESMExports()
}

import crypto, { createSecretKey } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

type Keyed = (algorithm: string, key: unknown, ...rest: unknown[]) => unknown

/**
 * From 24.18, Node 24 detects by an exception that a key is bytes: an HMAC takes 11 µs instead of 2. Older versions and 26 are
 * fast.
 */
function isSlowWithBytes({ node, bun }: NodeJS.ProcessVersions): boolean {
  const [major = 0, minor = 0] = node.split('.').map(Number)
  return bun === undefined && major === 24 && minor >= 18
}

/**
 * Makes all code of the process pass keys to ciphers and HMACs as key objects, on versions of Node that are slow with bytes.
 * Signal and Noise take some twenty steps per message, a tenth of a connector's CPU.
 */
export function useKeyObjects(versions = process.versions): void {
  if (!isSlowWithBytes(versions)) return
  for (const name of ['createHmac', 'createCipheriv', 'createDecipheriv'] as const) {
    const create = crypto[name] as Keyed
    const withObject: Keyed = (algorithm, key, ...rest) =>
      create(algorithm, key instanceof Uint8Array ? createSecretKey(key) : key, ...rest)
    Object.assign(crypto, { [name]: withObject })
  }
  // Updates the named imports as well.
  syncBuiltinESMExports()
}

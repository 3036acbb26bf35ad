/**
 * The beginnings of libsignal's console lines that contain sessions with private keys, or stack traces of
 * normal retries.
 */
const SECRETIVE = [
  'Closing session:',
  'Opening session:',
  'Removing old closed session:',
  'Session already',
  'Closing open session',
  'Failed to decrypt message with any known session',
  'Session error:',
  'Decrypted message with closed session',
]

let isQuiet = false

/** Hides libsignal's secrets from the console of this process. All other lines pass. A second call changes nothing. */
export function quietLibsignal(): void {
  if (isQuiet) return
  isQuiet = true
  for (const level of ['info', 'warn', 'error'] as const) {
    const original = console[level].bind(console)
    console[level] = (...args: unknown[]) => {
      const [first] = args
      if (typeof first === 'string' && SECRETIVE.some((start) => first.startsWith(start))) return
      original(...args)
    }
  }
}

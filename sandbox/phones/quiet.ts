/** How libsignal's console lines begin that dump sessions, private keys included, or stack traces of ordinary retries. */
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

/** Keeps libsignal's secrets off the console of this process; all other lines pass. Idempotent. */
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

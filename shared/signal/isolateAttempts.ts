import SessionCipher, { type SessionEntry } from 'libsignal/src/session_cipher.js'

/** The constructor of libsignal that restores a session from its serialised form. */
interface EntryClass {
  deserialize(data: object): SessionEntry
}

/** Marks the patched prototype. The gateway and the sandbox have this patch, and a process may load both. */
const PATCHED = Symbol.for('vesper.isolateAttempts')

/**
 * Patches libsignal, so that a failed attempt to decrypt leaves its session unchanged. libsignal tries all sessions with a device
 * in turn, and steps the ratchet of a session before it verifies the MAC. When one session decrypts the message, libsignal stores
 * all sessions. Without the patch, a message in an older session damages the newest session. The gateway then cannot read messages
 * in the newest session.
 *
 * The patch affects the whole process. Further calls do nothing.
 */
export function isolateAttempts(): void {
  const prototype = SessionCipher.prototype as typeof SessionCipher.prototype & { [PATCHED]?: boolean }
  if (prototype[PATCHED]) return
  prototype[PATCHED] = true
  const decrypt = prototype.doDecryptWhisperMessage
  prototype.doDecryptWhisperMessage = async function (message, session) {
    const before = session?.serialize()
    try {
      return await decrypt.call(this, message, session)
    } catch (error) {
      if (before) Object.assign(session, (session.constructor as unknown as EntryClass).deserialize(before))
      throw error
    }
  }
}

import SessionCipher, { type SessionEntry } from 'libsignal/src/session_cipher.js'

/** The constructor of libsignal that restores a session from its serialised form. */
interface EntryClass {
  deserialize(data: object): SessionEntry
}

let isInstalled = false

/**
 * Patches libsignal, so that a failed attempt to decrypt leaves its session unchanged. libsignal tries all sessions with a device
 * in turn, and steps the ratchet of a session before it verifies the MAC. When one session decrypts the message, libsignal stores
 * all sessions. Without the patch, a message in an older session damages the newest session. The gateway then cannot read messages
 * in the newest session.
 *
 * The patch affects the whole process. Further calls do nothing.
 */
export function isolateAttempts(): void {
  if (isInstalled) return
  isInstalled = true
  const { prototype } = SessionCipher
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

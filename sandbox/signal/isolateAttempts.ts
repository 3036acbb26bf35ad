import SessionCipher, { type SessionEntry } from 'libsignal/src/session_cipher.js'

/** How libsignal makes a session of what it serialised. */
interface EntryClass {
  deserialize(data: object): SessionEntry
}

let isInstalled = false

/**
 * Makes a failed attempt to decrypt leave its session as it was. libsignal tries the sessions with a device one after the other, steps the
 * ratchet of a session before it verifies the MAC, and stores all sessions when one of them decrypts. A message in an older session
 * spoiled the newest session in this way, and the device could read no message that was encrypted in the newest session.
 *
 * Changes the libsignal of the whole process, once.
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

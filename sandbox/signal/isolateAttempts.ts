import SessionCipher, { type SessionEntry } from 'libsignal/src/session_cipher.js'

/** The class that makes a session from its serialised form. */
interface EntryClass {
  deserialize(data: object): SessionEntry
}

/** Marks the patched prototype. The gateway and the sandbox have this patch, and a process may load both. */
const PATCHED = Symbol.for('vesper.isolateAttempts')

/**
 * Makes a failed attempt to decrypt leave its session unchanged.
 *
 * libsignal tries the sessions with a device one after the other. libsignal steps the ratchet of a session
 * before the check of the MAC. libsignal then stores all sessions if one session decrypts the message. Before
 * this change, a message in an older session damaged the newest session, and the device could not read later
 * messages in the newest session.
 *
 * The change applies to the libsignal of the whole process, once.
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

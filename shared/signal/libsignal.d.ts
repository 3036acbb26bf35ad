/** The part of libsignal's session cipher that `isolateAttempts` patches. */
declare module 'libsignal/src/session_cipher.js' {
  /** One session with a device: ratchet, chains and message keys. */
  export interface SessionEntry {
    serialize(): object
  }
  interface SessionCipher {
    /** Decrypts a message in one session, and steps the ratchet of that session. @throws if the message belongs to another session */
    doDecryptWhisperMessage(message: Uint8Array, session: SessionEntry): Promise<Uint8Array>
  }
  const cipher: { prototype: SessionCipher }
  export default cipher
}

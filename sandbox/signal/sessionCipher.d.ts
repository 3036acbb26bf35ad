/** The part of libsignal's session cipher that an attempt to decrypt uses. */
declare module 'libsignal/src/session_cipher.js' {
  /** One session with a device: ratchet, chains and message keys. */
  export interface SessionEntry {
    serialize(): object
  }
  interface SessionCipher {
    /** Decrypts in one session, and steps that session. @throws if the message is not of that session */
    doDecryptWhisperMessage(message: Uint8Array, session: SessionEntry): Promise<Uint8Array>
  }
  const cipher: { prototype: SessionCipher }
  export default cipher
}

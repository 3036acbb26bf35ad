/** The part of libsignal's curve module that Baileys does not re-export faithfully. */
declare module 'libsignal/src/curve.js' {
  /** XEdDSA verification; `publicKey` with its leading type byte 5. Throws on wrong lengths. */
  export function verifySignature(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
}

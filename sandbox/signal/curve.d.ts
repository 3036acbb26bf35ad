/**
 * The part of libsignal's curve module that Baileys does not re-export unchanged. Public keys begin with the
 * type byte 5.
 */
declare module 'libsignal/src/curve.js' {
  interface Curve {
    /** Agrees on a key by X25519. @throws on wrong lengths */
    calculateAgreement(publicKey: Uint8Array, privateKey: Uint8Array): Buffer
    /** Signs by XEdDSA. */
    calculateSignature(privateKey: Uint8Array, message: Uint8Array): Buffer
    /** Verifies an XEdDSA signature; with `isInit`, verifies nothing. @throws on wrong lengths */
    verifySignature(
      publicKey: Uint8Array,
      message: Uint8Array,
      signature: Uint8Array,
      isInit?: boolean,
    ): boolean
  }
  const curve: Curve
  export default curve
  export const verifySignature: Curve['verifySignature']
}

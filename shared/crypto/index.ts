export { Cipher } from './cipher.ts'
export { type Keyring, localKeyring, openKeyring } from './keyring.ts'

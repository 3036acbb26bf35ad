export { Cipher } from './cipher.ts'
export { type Keyring, localKeyring } from './keyring.ts'

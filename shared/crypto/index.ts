export { Cipher } from './cipher.ts'
export { type Keyring, openKeyring } from './keyring.ts'
export { localKeyring } from './localKeyring.ts'

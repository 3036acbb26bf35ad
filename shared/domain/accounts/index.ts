export { createAccount } from './createAccount.ts'

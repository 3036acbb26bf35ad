export { openSecretStore } from './secretStore.ts'

export { type LocalDatabase, startDatabase } from './database.ts'
export { startNeonProxy } from './neonProxy.ts'

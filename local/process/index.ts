export { lockFolder } from './lock.ts'
export { freePort } from './ports.ts'
export { commandLineOf, startOf } from './processes.ts'
export { Shutdown } from './shutdown.ts'

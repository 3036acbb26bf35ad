export { KeptLists } from './keptLists.ts'
export { FAST_PATHS, type FastPath, type FastPaths, parseFastPaths } from './paths.ts'
export { type Relay, relayOver } from './relay.ts'
export { watchDevices } from './watchDevices.ts'

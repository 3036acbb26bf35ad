export { freezeInTransaction } from './freeze.ts'
export { openGate } from './gate.ts'
export { runChaos } from './run.ts'

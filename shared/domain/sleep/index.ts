export { isParkedWithin } from './internal/isParkedWithin.ts'
export { areSweepsMissing, isAsleep } from './readSleep.ts'
export { settleSleep } from './settleSleep.ts'
export { tryWakeSweeps, wakeFleet } from './wakeFleet.ts'

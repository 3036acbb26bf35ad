export { areSweepsMissing, isAsleep } from './readSleep.ts'
export { settleSleep } from './settleSleep.ts'
export { isParkedWithin, tryWakeSweeps, wakeFleet } from './wakeFleet.ts'

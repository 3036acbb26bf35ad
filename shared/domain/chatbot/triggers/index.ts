export { isTriggered, type Occasion } from './isTriggered.ts'
export { keywordFaults } from './keywordFaults.ts'
export { parseTrigger, TRIGGERS, type Trigger } from './schema.ts'

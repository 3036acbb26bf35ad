export { isTriggered, type Occasion } from './isTriggered.ts'
export { keywordFaults } from './keywordFaults.ts'
export { parseTrigger, TRIGGER_INPUTS, TRIGGERS, type Trigger } from './schema.ts'

export { isTriggered, type Occasion } from './isTriggered.ts'
export { keywordFaults } from './keywordFaults.ts'
export { parseTrigger, TRIGGER_TYPES, TRIGGERS, type Trigger, type TriggerType } from './schema.ts'

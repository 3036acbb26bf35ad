export { type Answer, applyAnswer } from './applyAnswer.ts'
export { applyEdit, type MessageRef } from './applyEdit.ts'
export { findOriginals, type Original } from './findOriginals.ts'
export {
  forgetLateChange,
  type KeptChange,
  keepLateChange,
  listLateChanges,
  listLateTargets,
  pruneLateChanges,
} from './lateChanges.ts'
export { listAnswers, optionNames } from './listAnswers.ts'
export { storeLateMessage } from './storeLateMessage.ts'

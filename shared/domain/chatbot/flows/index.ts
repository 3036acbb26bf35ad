export { addStep } from './addStep.ts'
export { arrangeSteps } from './arrangeSteps.ts'
export { checked } from './checked.ts'
export { createFlow } from './createFlow.ts'
export {
  completed,
  type Definition,
  drawn,
  readStored,
  type StoredDefinition,
  toDefinition,
} from './definition.ts'
export { deleteFlow } from './deleteFlow.ts'
export { deleteStep } from './deleteStep.ts'
export { duplicateFlow } from './duplicateFlow.ts'
export { getFlow } from './getFlow.ts'
export {
  arrangement,
  configForms,
  flowInput,
  flowPatch,
  stepInput,
  stepPatch,
  triggerForms,
} from './input.ts'
export { listFlows } from './listFlows.ts'
export { assertOwnApp, flowsOf, loadFlow, loadSteps } from './loadFlow.ts'
export { publishedSchema, publishFlow } from './publishFlow.ts'
export { unpublishFlow } from './unpublishFlow.ts'
export { updateFlow } from './updateFlow.ts'
export { updateStep } from './updateStep.ts'
export { validateFlow } from './validateFlow.ts'
export { flowSchema, flowWithStepsSchema, stepSchema } from './view.ts'

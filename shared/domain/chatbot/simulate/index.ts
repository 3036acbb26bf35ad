export { simulationInput, simulationSchema } from './input.ts'
export { rehearse } from './rehearse.ts'
export { simulateFlow } from './simulateFlow.ts'

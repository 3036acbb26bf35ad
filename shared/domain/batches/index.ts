export { BatchSize } from './batchSize.ts'
export { changeRows, type DeleteStep, deleteRows, type Rows } from './changeRows.ts'
export { type Bounds, batchWithin, inBatches, takeBatch } from './inBatches.ts'
export { Turns } from './turns.ts'

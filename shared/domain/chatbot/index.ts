export * from './flows/index.ts'
export * from './runs/index.ts'

export * from './flows/index.ts'
export * from './runs/index.ts'
export * from './simulate/index.ts'
export * from './stats/index.ts'

export { type CpuLimit, runWithinBudget } from './cpuBudget.ts'
export { type CpuMeter, cpuMeter } from './cpuMeter.ts'
export { finish, type Interruptible, OverBudget } from './interruptible.ts'
export { MESSAGE_CPU_MS, SIMULATION_CPU_MS, VALIDATION_CPU_MS } from './limits.ts'

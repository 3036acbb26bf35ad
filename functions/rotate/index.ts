export { rotate } from './rotate.ts'
export type { RotationContext } from './services.ts'

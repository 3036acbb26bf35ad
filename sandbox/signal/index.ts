export { useNativeCurve } from './nativeCurve.ts'

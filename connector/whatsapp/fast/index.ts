export { FAST_PATHS, type FastPath, type FastPaths, parseFastPaths } from './paths.ts'

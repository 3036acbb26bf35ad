export { type RenderOptions, render } from './render.ts'

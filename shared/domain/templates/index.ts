export { findPlaceholders, type RenderOptions, render } from './render.ts'

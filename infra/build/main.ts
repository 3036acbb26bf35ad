import { rm } from 'node:fs/promises'
import path from 'node:path'
import { bundleConnector, bundleFunction, FUNCTIONS, PROJECT_FOLDER } from './bundle.ts'

/** `npm run build` makes all bundles. `npm run build connector` makes one. */
const [only] = process.argv.slice(2)
const dist = path.join(PROJECT_FOLDER, 'dist')

if (only === undefined || only === 'connector') {
  await rm(path.join(dist, 'connector'), { recursive: true, force: true })
  await bundleConnector(path.join(dist, 'connector'))
}
for (const name of FUNCTIONS.filter((name) => only === undefined || only === name))
  await bundleFunction(name, path.join(dist, 'functions', name))

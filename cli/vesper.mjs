#!/usr/bin/env node
import { register } from 'tsx/esm/api'

// Node runs the TypeScript sources without a build.
register()
const { run } = await import('./run.ts')
process.exitCode = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
})

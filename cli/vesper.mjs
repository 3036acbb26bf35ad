#!/usr/bin/env node
import { register } from 'tsx/esm/api'

// The sources run as they are, as they do at `npm start`.
register()
const { run } = await import('./run.ts')
process.exitCode = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
})

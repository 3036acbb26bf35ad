import { updateBuild } from './updateBuild.ts'

/** Builds the gateway in a folder. `npm start` runs this file in a process of its own. */
const [builds] = process.argv.slice(2)
if (builds === undefined) throw new Error('Name the folder of the builds')
await updateBuild(builds)

/** Runs the program in a runtime with files. Takes the values as JSON, and prints a report as a line of JSON. */
import { run } from './program.mjs'

console.log(JSON.stringify(await run(JSON.parse(process.argv[2]))))

/**
 * Checks the prose of comments, docstrings, test names, descriptions and Markdown, and the names that the code no longer uses.
 * `npm run check:prose` checks the repository; `npm run check:prose -- PATH…` checks files and folders.
 */
import { readFileSync } from 'node:fs'
import { lintFile } from './lintFile.ts'
import { listFiles } from './listFiles.ts'
import { droppedRules } from './rules/dropped.ts'
import { vocabulary } from './vocabulary.ts'

const dropped = droppedRules(vocabulary)
const files = listFiles(process.argv.slice(2))
let findings = 0
for (const path of files) {
  for (const { line, rule, message } of lintFile({ path, source: readFileSync(path, 'utf8') }, dropped)) {
    console.log(`${path}:${line} ${rule}: ${message}`)
    findings += 1
  }
}
console.log(`${findings} findings in ${files.length} files`)
process.exitCode = findings > 0 ? 1 : 0

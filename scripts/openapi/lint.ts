/**
 * Checks the committed OpenAPI documents by Redocly's recommended rules. `npm run test:interop` checks them by Spectral's rules, which
 * take ten times as long.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createConfig, lintFromString } from '@redocly/openapi-core'

/**
 * Place of a choice such as "exactly one of url, base64 and mediaId". The choice names fields of the schema around it. Redocly does
 * not see these fields if that schema is itself a branch of a union.
 */
const CHOICE = /\/(?:oneOf|anyOf)\/\d+\/required\/\d+$/

const config = await createConfig({ extends: ['recommended'] })
for (const name of ['openapi.json', 'openapi.admin.json']) {
  const absoluteRef = fileURLToPath(new URL(`../../${name}`, import.meta.url))
  const problems = await lintFromString({ source: readFileSync(absoluteRef, 'utf8'), absoluteRef, config })
  for (const { ruleId, message, location } of problems) {
    const pointer = location[0]?.pointer ?? ''
    if (ruleId === 'no-required-schema-properties-undefined' && CHOICE.test(pointer)) continue
    console.log(`${name}${pointer} ${ruleId}: ${message}`)
    process.exitCode = 1
  }
}

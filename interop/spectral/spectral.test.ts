import { readFile } from 'node:fs/promises'
import spectralCore, { type RulesetDefinition } from '@stoplight/spectral-core'
import spectralRulesets from '@stoplight/spectral-rulesets'
import { expect, it } from 'vitest'

/** Spectral's types of a ruleset ask for both ways to write one, of which the package uses one. */
const oas = spectralRulesets.oas as unknown as RulesetDefinition

it.each(['openapi.json', 'openapi.admin.json'])(
  'follows the recommended rules of Spectral in %s',
  async (name) => {
    const spectral = new spectralCore.Spectral()
    spectral.setRuleset({ extends: [[oas, 'recommended']] })
    const text = await readFile(new URL(`../../${name}`, import.meta.url), 'utf8')
    const findings = await spectral.run(JSON.parse(text))
    expect(findings.map(({ code, path, message }) => `${path.join('/')} ${code}: ${message}`)).toEqual([])
  },
)

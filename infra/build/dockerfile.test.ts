import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { PROJECT_FOLDER } from './bundle.ts'

const dockerfile = readFileSync(path.join(PROJECT_FOLDER, 'connector/Dockerfile'), 'utf8')
const stages = [...dockerfile.matchAll(/^FROM (?:--platform=(\S+) )?(\S+)/gm)].map(([, platform, image]) => ({
  platform,
  image,
}))

it('pins the base image of both stages by the same digest', () => {
  expect(stages.map(({ image }) => image)).toEqual([stages[0]?.image, stages[0]?.image])
  expect(stages[0]?.image).toMatch(/^node:24[\d.]*-bookworm-slim@sha256:[0-9a-f]{64}$/)
})

it('installs packages on the platform of the build, and starts on the platform of the image', () => {
  expect(stages.map(({ platform }) => platform)).toEqual(['$BUILDPLATFORM', undefined])
  const [build = '', image = ''] = dockerfile.split(/^FROM .+$/m).slice(1)
  expect(build.match(/npm ci/g)).toHaveLength(2)
  expect(image).not.toContain('npm')
})

it('has the digest and the date in the form that the weekly workflow replaces', () => {
  const workflow = readFileSync(path.join(PROJECT_FOLDER, '.github/workflows/image.yml'), 'utf8')
  const patterns = [...workflow.matchAll(/sed -Ei "s\|(.+?)\|/g)].map(
    ([, pattern = '']) => new RegExp(pattern, 'm'),
  )
  expect(patterns).toHaveLength(2)
  for (const pattern of patterns) expect(dockerfile).toMatch(pattern)
})

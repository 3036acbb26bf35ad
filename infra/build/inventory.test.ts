import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleConnector, bundleFunction, PROJECT_FOLDER } from './bundle.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vesper-inventory-'))
  await bundleConnector(path.join(folder, 'connector'))
  await bundleFunction('api', path.join(folder, 'api'))
}, 120_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

const read = (bundle: string, name: string) => readFile(path.join(folder, bundle, name), 'utf8')

async function componentsOf(bundle: string): Promise<Map<string, string>> {
  const { components } = JSON.parse(await read(bundle, 'sbom.cdx.json'))
  return new Map(
    components.map(({ name, licenses }: { name: string; licenses: { license: { id: string } }[] }) => [
      name,
      licenses[0]?.license.id,
    ]),
  )
}

describe("the connector's bundle", () => {
  it('carries the licence text of each package in it, and our own terms', async () => {
    const texts = await read('connector', 'third-party-licences.txt')
    for (const name of (await componentsOf('connector')).keys()) expect(texts).toContain(`\n${name}@`)
    expect(texts).toMatch(
      /\nlibsignal@[\d.]+\nLicence: GPL-3\.0\n[^=]*GNU GENERAL PUBLIC LICENSE\s+Version 3/,
    )
    expect(await read('connector', 'NOTICE')).toContain('`libsignal`')
    expect(await read('connector', 'LICENSE')).toContain('Apache License')
  })

  it('lists code of esbuild and of the copied native packages, and nothing that only the build needs', async () => {
    const components = await componentsOf('connector')
    for (const name of ['libsignal', '@whiskeysockets/baileys', 'pino', 'sharp', 'detect-libc'])
      expect(components.has(name), name).toBe(true)
    for (const name of ['esbuild', 'vitest', 'swagger-ui-dist', '@ffmpeg/core', 'tsx'])
      expect(components.has(name), name).toBe(false)
  })

  it('has a list in the form of CycloneDX, with where each package comes from and its digest', async () => {
    const sbom = JSON.parse(await read('connector', 'sbom.cdx.json'))
    expect(sbom).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { name: 'vesper-connector' } },
    })
    const libsignal = sbom.components.find(({ name }: { name: string }) => name === 'libsignal')
    expect(libsignal).toMatchObject({ purl: expect.stringMatching(/^pkg:npm\/libsignal@/) })
    const refs = sbom.components.map((component: { 'bom-ref': string }) => component['bom-ref'])
    expect(sbom.dependencies[0]).toEqual({ ref: 'vesper-connector', dependsOn: refs })
  })
})

it('names each licence other than the usual permissive ones in NOTICE', async () => {
  const notice = await readFile(path.join(PROJECT_FOLDER, 'NOTICE'), 'utf8')
  const permissive = /^(MIT|MIT-0|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|Unlicense|CC0-1\.0)$/
  const licences = [...(await componentsOf('connector')), ...(await componentsOf('api'))]
  const others = licences.filter(([, licence]) => !permissive.test(licence))
  expect(others.filter(([, licence]) => licence.startsWith('GPL')).map(([name]) => name)).toEqual([
    'libsignal',
  ])
  for (const [name, licence] of others) expect(notice, name).toContain(licence.replace(/-or-later$/, ''))
})

describe("a function's bundle", () => {
  it('lists the page that is copied beside it, and no package of the connector alone', async () => {
    const components = await componentsOf('api')
    expect(components.has('swagger-ui-dist')).toBe(true)
    expect(components.has('hono')).toBe(true)
    expect(components.has('libsignal')).toBe(false)
  })

  it('has the same list at each build, so that a deploy replaces only what has changed', async () => {
    const before = await read('api', 'sbom.cdx.json')
    await bundleFunction('api', path.join(folder, 'api'))
    expect(await read('api', 'sbom.cdx.json')).toBe(before)
    expect(JSON.parse(before)).not.toHaveProperty('serialNumber')
  })
})

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { z } from 'zod'
import { type BundledPackage, nameOf } from './bundledPackages.ts'

const bomSchema = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string(),
  version: z.number(),
  components: z.array(z.looseObject({ 'bom-ref': z.string(), name: z.string(), version: z.string() })),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
})
type Bom = z.output<typeof bomSchema>

/** All bundles of a process share the list of installed packages, because npm takes a second to make it. */
const lists = new Map<string, Promise<Bom>>()

/**
 * Returns the CycloneDX SBOM of a bundle's packages, a part of the output of `npm sbom`. The SBOM contains no time and no serial
 * number, so that an unchanged bundle has an unchanged SBOM.
 * @throws Error if npm's list lacks a package
 */
export async function sbomOf(bundle: string, packages: readonly BundledPackage[], project: string) {
  const list = lists.get(project) ?? listInstalled(project)
  lists.set(project, list)
  const { bomFormat, specVersion, version, components, dependencies } = await list
  const wanted = new Set(packages.map(nameOf))
  const kept = components.filter((component) => wanted.has(nameOf(component)))
  const missing = [...wanted].filter((name) => !kept.some((component) => nameOf(component) === name))
  if (missing.length > 0) throw new Error(`npm sbom does not list ${missing.join(', ')}. Run npm ci.`)
  const refs = new Set(kept.map((component) => component['bom-ref']))
  const component = { 'bom-ref': bundle, type: 'application', name: bundle, licenses: [APACHE] }
  return {
    bomFormat,
    specVersion,
    version,
    metadata: { component },
    components: kept,
    dependencies: [
      { ref: bundle, dependsOn: [...refs] },
      ...dependencies
        .filter(({ ref }) => refs.has(ref))
        .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) })),
    ],
  }
}

const APACHE = { license: { id: 'Apache-2.0' } }

/** Lists the packages of the lock file, which is the same on each platform, unlike node_modules. */
async function listInstalled(project: string): Promise<Bom> {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only']
  const { stdout } = await promisify(execFile)('npm', args, { cwd: project, maxBuffer: 64 * 1024 * 1024 })
  return bomSchema.parse(JSON.parse(stdout))
}

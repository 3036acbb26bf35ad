import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Metafile } from 'esbuild'
import { z } from 'zod'

/** A package with code in a bundle. */
export interface BundledPackage {
  name: string
  version: string
  /** The SPDX expression of the package's manifest. */
  licence: string
  /** The author in the manifest, or an empty string. */
  author: string
  /** The absolute path of the package. */
  folder: string
}

const person = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])
/** Manifests of old packages state licences as objects. */
const licence = z.union([z.string(), z.object({ type: z.string() }).transform(({ type }) => type)])
const manifestSchema = z.object({
  name: z.string(),
  // One package writes `v0.0.10`, which npm reads as 0.0.10.
  version: z.string().transform((version) => version.replace(/^v/, '')),
  license: licence.optional(),
  licenses: z.array(licence).optional(),
  author: person.optional().catch(undefined),
})

const PACKAGE_FOLDER = /^.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/

/**
 * Returns the packages with code in a bundle and the copied packages, sorted by name.
 * @param copied absolute paths of packages that are copied beside the bundle
 * @throws Error if a package states no licence
 */
export async function bundledPackages(
  metafile: Metafile,
  copied: readonly string[],
  project: string,
): Promise<BundledPackage[]> {
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs))
  const folders = inputs
    .map((input) => PACKAGE_FOLDER.exec(input)?.[0])
    .filter((folder) => folder !== undefined)
  const all = new Set([...folders.map((folder) => path.resolve(project, folder)), ...copied])
  const packages = await Promise.all([...all].map(readPackage))
  return packages.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), 'en'))
}

/** Returns `name@version`. */
export function nameOf({ name, version }: Pick<BundledPackage, 'name' | 'version'>): string {
  return `${name}@${version}`
}

async function readPackage(folder: string): Promise<BundledPackage> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')))
  const stated = manifest.license ?? manifest.licenses?.join(' OR ')
  if (!stated)
    throw new Error(`${folder} states no licence. Look it up, and add it to infra/build/bundledPackages.ts.`)
  const { name, version, author = '' } = manifest
  return { name, version, licence: stated, author, folder }
}

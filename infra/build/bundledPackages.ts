import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Metafile } from 'esbuild'
import { z } from 'zod'

/** A package of which a bundle holds code. */
export interface BundledPackage {
  name: string
  version: string
  /** An SPDX expression, as the package's manifest states it. */
  licence: string
  /** The person or company that the manifest names; empty if it names none. */
  author: string
  /** The absolute path of the package. */
  folder: string
}

const person = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])
/** Manifests of old packages state licences as objects. */
const licence = z.union([z.string(), z.object({ type: z.string() }).transform(({ type }) => type)])
const manifestSchema = z.object({
  name: z.string(),
  // One package writes `v0.0.10`, which npm itself reads as 0.0.10.
  version: z.string().transform((version) => version.replace(/^v/, '')),
  license: licence.optional(),
  licenses: z.array(licence).optional(),
  author: person.optional().catch(undefined),
})

const PACKAGE_FOLDER = /^.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/

/** Answers the packages that esbuild took code from, and those of further folders, sorted by name.
 * @param copied absolute paths of packages that lie beside the bundle
 * @throws Error if a package states no licence */
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

/** `name@version`. */
export function nameOf({ name, version }: Pick<BundledPackage, 'name' | 'version'>): string {
  return `${name}@${version}`
}

async function readPackage(folder: string): Promise<BundledPackage> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')))
  const stated = manifest.license ?? manifest.licenses?.join(' OR ')
  if (!stated)
    throw new Error(`${folder} states no licence. Look it up, and note it in infra/build/bundledPackages.ts.`)
  const { name, version, author = '' } = manifest
  return { name, version, licence: stated, author, folder }
}

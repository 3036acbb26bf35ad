import { cp, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Metafile } from 'esbuild'
import { bundledPackages } from './bundledPackages.ts'
import { licencesOf } from './licences.ts'
import { sbomOf } from './sbom.ts'

/** Our own terms, which accompany each bundle. */
const OWN_TERMS = ['LICENSE', 'NOTICE']

/** The names of all files that `writeInventory` writes. */
export const INVENTORY = [...OWN_TERMS, 'sbom.cdx.json', 'third-party-licences.txt']

/**
 * Writes the SBOM, the licences and our own terms into a bundle's folder.
 * @param copied absolute paths of packages that are copied beside the bundle
 * @throws Error if a package states no licence, or is not in the lock file
 */
export async function writeInventory({
  name,
  folder,
  metafile,
  copied,
  project,
}: {
  name: string
  folder: string
  metafile: Metafile
  copied: readonly string[]
  project: string
}): Promise<void> {
  const packages = await bundledPackages(metafile, copied, project)
  const sbom = await sbomOf(name, packages, project)
  await writeFile(path.join(folder, 'sbom.cdx.json'), `${JSON.stringify(sbom, null, 2)}\n`)
  await writeFile(path.join(folder, 'third-party-licences.txt'), await licencesOf(packages))
  for (const file of OWN_TERMS) await cp(path.join(project, file), path.join(folder, file))
}

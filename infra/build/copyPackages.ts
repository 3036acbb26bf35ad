import { existsSync } from 'node:fs'
import { cp, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'

const manifestSchema = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
})

/**
 * Copies packages with their dependencies into another node_modules. Optional dependencies that are not installed, such as those
 * of another platform, are left out.
 * @param names packages of the project
 * @param project the folder of the source node_modules
 * @param nodeModules the destination
 * @returns the absolute source paths of the packages
 * @throws Error if a package is not installed
 */
export async function copyPackages(
  names: readonly string[],
  project: string,
  nodeModules: string,
): Promise<string[]> {
  const copied = new Set<string>()
  const copy = async (name: string): Promise<void> => {
    if (copied.has(name)) return
    copied.add(name)
    const from = path.join(project, 'node_modules', name)
    const manifest = manifestSchema.parse(JSON.parse(await readFile(path.join(from, 'package.json'), 'utf8')))
    await cp(from, path.join(nodeModules, name), { recursive: true, dereference: true })
    const optional = Object.keys(manifest.optionalDependencies)
    const installed = optional.filter((other) => existsSync(path.join(project, 'node_modules', other)))
    for (const other of [...Object.keys(manifest.dependencies), ...installed]) await copy(other)
  }
  for (const name of names) await copy(name)
  return [...copied].map((name) => path.join(project, 'node_modules', name))
}

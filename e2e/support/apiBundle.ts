import { access, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { inject } from 'vitest'
import { bundleFunction } from '#infra/build/index.ts'

let built: Promise<string> | undefined

/**
 * Builds the API's bundle once for the run, because a build takes two seconds of CPU time.
 * @returns the folder, which tests leave unchanged
 */
export function apiBundle(): Promise<string> {
  built ??= build(path.join(inject('folder'), 'api-bundle'))
  return built
}

async function build(folder: string): Promise<string> {
  const isThere = await access(folder).then(
    () => true,
    () => false,
  )
  if (isThere) return folder
  const own = `${folder}-${process.pid}`
  await bundleFunction('api', own)
  try {
    // Only a whole bundle gets the name that other workers look for.
    await rename(own, folder)
  } catch {
    // Another worker was faster.
    await rm(own, { recursive: true, force: true })
  }
  return folder
}

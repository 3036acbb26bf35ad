import { cp, mkdir, readdir, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build, type Metafile } from 'esbuild'
import { reachableFiles } from './awsCommands.ts'
import { copyPackages } from './copyPackages.ts'
import { writeInventory } from './inventory.ts'
import {
  builtinsByRequire,
  englishOnly,
  noCallers,
  noTransports,
  ownLinesOnly,
  usedZodOnly,
} from './plugins.ts'

export const PROJECT_FOLDER = fileURLToPath(new URL('../..', import.meta.url))
export const FUNCTIONS = ['api', 'events', 'jobs', 'sweeper', 'migrate', 'rotate'] as const
export type FunctionName = (typeof FUNCTIONS)[number]

/** Variables of CommonJS modules that an ES module lacks. */
export const BANNER = `import { createRequire as $createRequire } from 'node:module'
import { fileURLToPath as $fileURLToPath } from 'node:url'
const require = $createRequire(import.meta.url)
const __filename = $fileURLToPath(import.meta.url)
const __dirname = $fileURLToPath(new URL('.', import.meta.url))`

/** Native packages cannot be bundled, so that they are copied beside the bundle. */
const NATIVE = ['sharp']
/** Optional packages of Baileys. We call no function that needs them. */
const ABSENT = ['audio-decode', 'jimp', 'link-preview-js']
const API_PAGE_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'package.json']

/**
 * Bundles a function and its files into a folder, which is the whole deployment package. Dynamic imports are in separate files,
 * which a start does not read.
 */
export async function bundleFunction(name: FunctionName, folder: string): Promise<void> {
  // File names contain a digest, so that files of an earlier build would stay.
  await rm(folder, { recursive: true, force: true })
  const metafile = await bundle(`functions/${name}/lambda.ts`, path.join(folder, 'index'), {
    splitting: true,
    // No function prepares media. With splitting, esbuild would keep the package.
    external: NATIVE,
    plugins: [englishOnly, noCallers, noTransports, builtinsByRequire, usedZodOnly, ownLinesOnly],
  })
  await removeUnreachable(folder)
  const copied = name === 'api' ? [await copyApiPage(path.join(folder, 'node_modules/swagger-ui-dist'))] : []
  if (name === 'migrate')
    await cp(path.join(PROJECT_FOLDER, 'shared/database/migrations'), path.join(folder, 'migrations'), {
      recursive: true,
    })
  await writeInventory({ name: `vesper-${name}`, folder, metafile, copied, project: PROJECT_FOLDER })
}

/** Removes the files that no code imports: esbuild writes one for each dynamic import, also for that of an unused function. */
async function removeUnreachable(folder: string): Promise<void> {
  const reached = await reachableFiles(folder, 'index.mjs')
  for (const name of await readdir(folder))
    if (!reached.has(name.replace(/\.map$/, ''))) await rm(path.join(folder, name), { recursive: true })
}

/** Bundles the connector with its native packages into a folder, which is the whole content of its image. */
export async function bundleConnector(folder: string): Promise<void> {
  const metafile = await bundle('connector/main.ts', path.join(folder, 'main'), {
    external: [...NATIVE, ...ABSENT],
    plugins: [englishOnly, ownLinesOnly],
    // Without source maps, Node prints the whole line of an uncaught error.
    lineLimit: 200,
  })
  const copied = await copyPackages(NATIVE, PROJECT_FOLDER, path.join(folder, 'node_modules'))
  await writeInventory({ name: 'vesper-connector', folder, metafile, copied, project: PROJECT_FOLDER })
}

/**
 * Bundles an entry with esbuild.
 * @param out the path of the result without `.mjs`
 * @returns the metafile, which lists the bundled source files
 */
async function bundle(
  entry: string,
  out: string,
  options: Pick<BuildOptions, 'external' | 'lineLimit' | 'plugins' | 'splitting'>,
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
    // ES modules come first, because esbuild removes their unused exports.
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

/**
 * Copies the files of the reference page.
 * @returns the path of their package
 */
async function copyApiPage(folder: string): Promise<string> {
  const { resolve } = createRequire(import.meta.url)
  await mkdir(folder, { recursive: true })
  for (const file of API_PAGE_FILES) await cp(resolve(`swagger-ui-dist/${file}`), path.join(folder, file))
  return path.dirname(resolve('swagger-ui-dist/package.json'))
}

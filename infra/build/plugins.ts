import { readFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import type { Plugin } from 'esbuild'

/** The namespace of modules that a bundle loads by `require`. */
const REQUIRED = 'required'

/** Drops all languages of zod except English, which are a tenth of the API's bundle. */
export const englishOnly: Plugin = {
  name: 'english-only',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, ({ path: file }) => ({
      contents: "export { default as en } from './en.js'",
      resolveDir: path.dirname(file),
    }))
  },
}

/**
 * Removes pino's look-up of its caller, which only transports need. With source maps on, the look-up reads the whole map, which
 * takes a third of a cold start.
 */
export const noCallers: Plugin = {
  name: 'no-callers',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]pino[\\/]lib[\\/]caller\.js$/ }, () => ({ contents: 'module.exports = () => []' }))
  },
}

/**
 * Removes pino's transports, which run in a worker thread. The functions write to their standard output, and no log leaves by a
 * transport.
 */
export const noTransports: Plugin = {
  name: 'no-transports',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]pino[\\/]lib[\\/]transport\.js$/ }, () => ({
      contents: "module.exports = () => { throw new Error('A function has no transport of logs.') }",
    }))
  },
}

/**
 * Loads Node's own modules by `require`. An ES import reads all properties of a module, and getters of properties load further modules.
 * The getters of `http` load `undici`, which takes an eighth of a cold start.
 */
export const builtinsByRequire: Plugin = {
  name: 'builtins-by-require',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?[a-z_]/ }, ({ path: name, kind, namespace }) =>
      kind === 'import-statement' && namespace === 'file' && isBuiltin(name)
        ? { path: name, namespace: REQUIRED }
        : undefined,
    )
    onLoad({ filter: /./, namespace: REQUIRED }, ({ path: name }) => ({
      contents: `module.exports = require(${JSON.stringify(name)})`,
    }))
  },
}

/**
 * Imports zod as a namespace of ES modules in our own sources, of which esbuild keeps the used functions only. The exported object `z`
 * would keep all of them: the conversions from and to JSON Schema are a fifth of zod.
 */
export const usedZodOnly: Plugin = {
  name: 'used-zod-only',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path: file }) => ({
      loader: 'ts',
      contents: (await readFile(file, 'utf8')).replace(
        /^import \{ z \} from 'zod'$/m,
        "import * as z from 'zod'",
      ),
    }))
  },
}

/** A source map that maps every line to `package`. */
const ELSEWHERE = Buffer.from('{"version":3,"sources":["package"],"mappings":"AAAA"}').toString('base64')
// Two parts keep tools from reading the comment as this file's own source map.
const NO_MAP = ['\n//#', `sourceMappingURL=data:application/json;base64,${ELSEWHERE}`].join(' ')

/** Leaves packages out of the source map, because Node or the logger reads the whole map. Packages are nine tenths of the map. */
export const ownLinesOnly: Plugin = {
  name: 'own-lines-only',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]node_modules[\\/].*\.[cm]?js$/ }, async ({ path: file }) => ({
      contents: (await readFile(file, 'utf8')) + NO_MAP,
    }))
  },
}

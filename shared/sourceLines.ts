import { existsSync, readFileSync } from 'node:fs'
import { SourceMap, type SourceMapping } from 'node:module'
import { fileURLToPath } from 'node:url'

/** A place in a built file, at the end of a stack's line: `file:///app/main.mjs:12:345`. */
const BUILT_PLACE = /(file:\/\/\/[^\s()]+\.mjs|\/[^()]+?\.mjs):(\d+):(\d+)/
/** The source of each line of a package, because the maps cover our own lines only. */
const PACKAGE = 'package'
/** Time for which a map stays in memory, in ms. A process that logs no error needs no map. */
const KEEP_MS = 60_000

const maps = new Map<string, SourceMap | null>()

/**
 * Replaces the places in built files by the places in their sources, by the source maps beside the files. A process without
 * `--enable-source-maps` reads a map only when it needs one: with the option, Node maps each stack that a library makes.
 * @param frames the lines of a stack that begin with `at`
 */
export function withSourceLines(frames: readonly string[]): string[] {
  return frames.map((frame) => frame.replace(BUILT_PLACE, sourcePlace))
}

/**
 * Makes each stack of this process name the places in the sources. Node's `--enable-source-maps` does the same, but reads the map of each
 * file when the file is loaded, which takes a tenth of a cold start. V8 formats a stack when code first reads it.
 */
export function nameSourcesInStacks(): void {
  Error.prepareStackTrace = (error, frames) =>
    [String(error), ...withSourceLines(frames.map((frame) => `    at ${frame}`))].join('\n')
}

function sourcePlace(place: string, file: string, line: string, column: string): string {
  const map = mapOf(file.startsWith('file:') ? fileURLToPath(file) : file)
  // Positions in a stack begin at 1, and positions in a map begin at 0.
  const entry: Partial<SourceMapping> = map?.findEntry(Number(line) - 1, Number(column) - 1) ?? {}
  const { originalSource, originalLine = 0, originalColumn = 0 } = entry
  // Code that the bundler wrote has no source.
  if (originalSource === undefined || originalSource.endsWith(PACKAGE)) return place
  return `${originalSource.replace(/^(\.\.\/)+/, '')}:${originalLine + 1}:${originalColumn + 1}`
}

/** Returns the map of a built file, or null if the file has no readable map. */
function mapOf(file: string): SourceMap | null {
  const kept = maps.get(file)
  if (kept !== undefined) return kept
  const map = readMap(`${file}.map`)
  if (maps.size === 0) setTimeout(() => maps.clear(), KEEP_MS).unref()
  maps.set(file, map)
  return map
}

/** An error that cannot be mapped is still logged, with its place in the built file. */
function readMap(file: string): SourceMap | null {
  try {
    return existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, 'utf8'))) : null
  } catch {
    return null
  }
}

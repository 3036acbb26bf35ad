/**
 * The parts of a socket that differ from Baileys' own. Each part works without the others, and Baileys does the work of a part that is
 * off.
 */
export const FAST_PATHS = ['settings', 'cork', 'repository', 'receipts', 'devices', 'relay'] as const
export type FastPath = (typeof FAST_PATHS)[number]
export type FastPaths = ReadonlySet<FastPath>

/** Parts that run by default. */
const DEFAULT: readonly FastPath[] = []

/**
 * Reads the list of parts: `default`, `all`, `none`, or names separated by commas.
 * @throws Error for an unknown name
 */
export function parseFastPaths(list: string): FastPaths {
  if (list === 'default') return new Set(DEFAULT)
  if (list === 'all') return new Set(FAST_PATHS)
  if (list === 'none') return new Set()
  const names = list.split(',').map((name) => name.trim())
  const unknown = names.filter((name) => !FAST_PATHS.includes(name as FastPath))
  if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(', ')}. Known: ${FAST_PATHS.join(', ')}`)
  return new Set(names as FastPath[])
}

import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/**
 * Lists the files of the repository below the given paths, tracked or not, without those that git ignores.
 *
 * @param paths files or folders; none stands for the whole repository
 * @throws Error if the folder is not a git repository
 */
export function listFiles(paths: string[]): string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...paths]
  const output = execFileSync('git', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  return [...new Set(output.split('\0'))].filter((path) => path !== '' && existsSync(path)).sort()
}

import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/** Returns the names of the files of a bundle that its first file reaches, by static or dynamic imports. */
export async function reachableFiles(folder: string, first: string): Promise<Set<string>> {
  const files = new Set(await readdir(folder))
  const reached = new Set([first])
  for (const name of reached) {
    const source = await readFile(path.join(folder, name), 'utf8')
    for (const [, other = ''] of source.matchAll(/"\.\/([\w.-]+\.mjs)"/g))
      if (files.has(other)) reached.add(other)
  }
  return reached
}

/**
 * Returns the names of the SDK's commands that a bundle creates, such as `PutObjectCommand`, of the given names. An action of our own
 * client for SQS counts as the command of the SDK.
 */
export async function awsCommands(
  folder: string,
  first: string,
  names: ReadonlySet<string>,
): Promise<Set<string>> {
  const created = new Set<string>()
  for (const file of await reachableFiles(folder, first)) {
    const source = await readFile(path.join(folder, file), 'utf8')
    for (const [, name = ''] of source.matchAll(/\bnew (?:\w+\.)?(\w+Command)\d*\(/g))
      if (names.has(name)) created.add(name)
    for (const [, action = ''] of source.matchAll(/\.send\("(\w+)",/g))
      if (names.has(`${action}Command`)) created.add(`${action}Command`)
  }
  return created
}

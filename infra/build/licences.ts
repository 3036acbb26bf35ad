import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { type BundledPackage, nameOf } from './bundledPackages.ts'

const LICENCE_FILE = /^(licen[cs]e|copying|notice|copyright)/i
const APACHE = /\bApache-2\.0\b/
const RULE = '='.repeat(100)

/** Returns the licences of packages with the texts that each package ships. */
export async function licencesOf(packages: readonly BundledPackage[]): Promise<string> {
  const parts = await Promise.all(packages.map(licenceOf))
  const head = 'These files contain code of the following packages, each under its own licence.'
  return [head, ...parts].join(`\n\n${RULE}\n`)
}

async function licenceOf(bundled: BundledPackage): Promise<string> {
  const title = `${nameOf(bundled)}\nLicence: ${bundled.licence}`
  const names = (await readdir(bundled.folder)).filter((name) => LICENCE_FILE.test(name)).sort()
  const texts = await Promise.all(names.map((name) => readFile(path.join(bundled.folder, name), 'utf8')))
  if (texts.length > 0) return [title, ...texts.map((text) => text.trim())].join('\n\n')
  const holder = bundled.author === '' ? 'the authors' : bundled.author
  return `${title}\n\nThe package ships no licence text. Its manifest names ${holder} and the licence above.${APACHE.test(bundled.licence) ? ' The text is the one in LICENSE.' : ''}`
}

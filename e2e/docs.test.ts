import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { Contract } from './support/openapi/contract.ts'
import { documentedCurls } from './support/publicDocs.ts'
import { readCurls } from './support/readCurls.ts'

const PROJECT = fileURLToPath(new URL('..', import.meta.url))
/** The text of the blocks of shell. */
const SHELL = /^( *)(```|~~~)(?:sh|bash)\n([\s\S]*?)^\1\2/gm
const FENCED = /^ *(```|~~~)[\s\S]*?^ *\1/gm

/** Folders that programs make. */
const MADE = ['node_modules', 'dist', 'cdk.out', 'coverage', '.git', '.tools', '.vesper']

const rootEntries = await readdir(PROJECT, { withFileTypes: true })
const folders = rootEntries
  .filter((entry) => entry.isDirectory() && !MADE.includes(entry.name))
  .map(({ name }) => name)
const files = (await Promise.all(folders.map(walk))).flat()
const documents = [
  ...rootEntries.filter((entry) => entry.isFile() && isDocument(entry.name)).map(({ name }) => name),
  ...files.filter(isDocument),
]
const texts = new Map(await Promise.all(documents.map(async (name) => [name, await readText(name)] as const)))

it('finds the documents', () => {
  expect(documents).toEqual(expect.arrayContaining(['README.md', 'NOTICE', 'docs/architecture/send.md']))
})

it('documents name in backticks only paths that exist', () => {
  const missing = documents.flatMap((document) => {
    const spans = [...prose(document).matchAll(/`([^`]+)`/g)].map(([, span]) => span ?? '')
    const tokens = spans.flatMap((span) => span.split(/[\s"']+/))
    return tokens.filter((token) => isMissing(token, document)).map((token) => `${document}: ${token}`)
  })
  expect(missing).toEqual([])
})

it('documents link only to files and headings that exist', () => {
  const broken = documents.flatMap((document) => {
    const targets = [...prose(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '')
    const own = targets.filter((target) => !target.includes('://'))
    return own.filter((target) => isBrokenLink(target, document)).map((target) => `${document}: ${target}`)
  })
  expect(broken).toEqual([])
})

it('each JSON body of a documented curl command fits the reference', async () => {
  const contract = new Contract(JSON.parse(await readText('openapi.json')))
  const commands = [...texts].flatMap(([document, text]) =>
    [...text.matchAll(SHELL)].flatMap(([, , , shell = '']) =>
      readCurls(shell).map((curl) => ({ document, ...curl })),
    ),
  )
  const bodies = [
    ...commands,
    ...[...documentedCurls().values()].map((curl) => ({ document: 'public', ...curl })),
  ]
  const faults = bodies.flatMap(({ document, method, url, body }) => {
    const path = /^(?:\{BASE\}\/api\/v1|\{API\}|https:\/\/[^/]+\/api\/v1)(\/[^?]*)/.exec(url)?.[1]
    if (path === undefined || body === undefined) return []
    const operation = contract.operations.find((one) => one.method === method && fitsPath(one.path, path))
    const schema = operation?.body?.content['application/json']?.schema
    const fault = schema ? contract.faultOf(schema, JSON.parse(body)) : 'no such operation'
    return fault === null ? [] : [`${document}: ${method} ${path}: ${fault}`]
  })
  expect(faults).toEqual([])
  expect(bodies.filter(({ body }) => body !== undefined).length).toBeGreaterThan(10)
})

/** Tells whether a path of the reference is the path of a command, in which any text stands for a parameter. */
function fitsPath(described: string, path: string): boolean {
  const names = described.replace('/api/v1', '').split('/')
  const given = path.split('/')
  return (
    names.length === given.length && names.every((name, at) => name.startsWith('{') || name === given[at])
  )
}

function isDocument(name: string): boolean {
  return name.endsWith('.md') || name === 'NOTICE'
}

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(PROJECT, folder), { withFileTypes: true })
  const found = entries
    .filter(({ name }) => !MADE.includes(name))
    .map(async (entry) => {
      const name = `${folder}/${entry.name}`
      return entry.isDirectory() ? [`${name}/`, ...(await walk(name))] : [name]
    })
  return (await Promise.all(found)).flat()
}

async function readText(name: string): Promise<string> {
  return await readFile(path.join(PROJECT, name), 'utf8')
}

/** The text of a document without its code blocks. */
function prose(document: string): string {
  return (texts.get(document) ?? '').replace(FENCED, '')
}

/**
 * Tells whether a token is a path below a folder of ours and leads nowhere. `*` and `<name>` stand for any part of a name. A document below
 * the root may also name paths from its own folder.
 */
function isMissing(token: string, document: string): boolean {
  const [first, ...rest] = token.split('/')
  if (!first || rest.length === 0) return false
  const own = path.posix.dirname(document)
  const isOurs = folders.includes(first)
  const isBeside = own !== '.' && existsSync(path.join(PROJECT, own, first))
  if (!isOurs && !isBeside) return false
  return !(isOurs && leadsSomewhere(token)) && !(isBeside && leadsSomewhere(path.posix.join(own, token)))
}

function leadsSomewhere(name: string): boolean {
  const pattern = /[*<]/.test(name) ? toPattern(name) : null
  if (pattern) return files.some((file) => pattern.test(file))
  return existsSync(path.join(PROJECT, name))
}

function toPattern(name: string): RegExp {
  const parts = name.split(/\*|<[^>]*>/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('[^/]*')}$`)
}

function isBrokenLink(target: string, document: string): boolean {
  const [file = '', anchor] = target.split('#')
  const name = file === '' ? document : path.posix.join(path.posix.dirname(document), file)
  if (!existsSync(path.join(PROJECT, name))) return true
  return anchor !== undefined && !anchorsOf(name).includes(anchor)
}

/** The anchors that GitHub gives a document's headings. */
function anchorsOf(document: string): string[] {
  return [...prose(document).matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

import { readFileSync } from 'node:fs'
import { type Curl, readCurls } from './readCurls.ts'

const FOLDER = new URL('../reference/', import.meta.url)

/** The curl commands of the public documentation as written, by title. */
export function documentedCurls(): Map<string, Curl> {
  const blocks = [...blocksOf('curls.txt')]
  return new Map(blocks.map(([title, text]) => [title, readCurls(text)[0] as Curl]))
}

/** The JSON examples of the public documentation, by title. Keys have the documented order. */
export function documentedPayloads(): Map<string, unknown> {
  return new Map([...blocksOf('payloads.txt')].map(([title, text]) => [title, JSON.parse(text)]))
}

/** The endpoints of the public documentation, as `POST /sessions`. The documentation lost the methods; the contract has them. */
export function documentedEndpoints(): string[] {
  const lines = read('endpoints.txt').trim().split('\n')
  return lines.map((line) => line.split(/\s{2,}/)[0] ?? '')
}

/** Reads blocks of text, each below a line `# title`. */
function* blocksOf(file: string): Generator<[string, string]> {
  for (const block of read(file).split(/^# /m).slice(1)) {
    const end = block.indexOf('\n')
    yield [block.slice(0, end), block.slice(end + 1).trim()]
  }
}

function read(file: string): string {
  return readFileSync(new URL(file, FOLDER), 'utf8')
}

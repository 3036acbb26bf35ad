import type { Extract } from '../passage.ts'
import { extractLineComments } from './lineComments.ts'
import { extractMarkdown } from './markdown.ts'
import { extractTypeScript } from './typescript.ts'

const BY_ENDING: [RegExp, (source: string) => Extract][] = [
  [/\.test\.ts$/, (source) => extractTypeScript(source, { isTest: true })],
  [/\.(?:[cm]?[jt]s|tsx)$/, (source) => extractTypeScript(source)],
  [/\.md$/, (source) => extractMarkdown(source)],
  [/\.go$/, (source) => extractLineComments(source, '//')],
  [/\.(?:sh|ya?ml|py|toml)$|(?:^|\/)(?:Dockerfile|run)$/, (source) => extractLineComments(source, '#')],
]

/** Returns the extractor of a file, or undefined for a file without prose. */
export function extractorOf(path: string): ((source: string) => Extract) | undefined {
  return BY_ENDING.find(([ending]) => ending.test(path))?.[1]
}

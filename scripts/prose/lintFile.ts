import { basename } from 'node:path'
import { extractorOf } from './extract/index.ts'
import type { Code, Finding } from './passage.ts'
import type { DroppedRules } from './rules/dropped.ts'
import { checkOpening } from './rules/opening.ts'
import { checkPronoun } from './rules/pronoun.ts'
import { checkSentenceLength } from './rules/sentenceLength.ts'

/**
 * Checks the prose and the names of one file.
 *
 * @param file.path the path in the repository; it selects the extractor and is checked for dropped names itself
 * @returns findings in the order of their lines; none for a file without prose
 */
export function lintFile(
  { path, source }: { path: string; source: string },
  dropped: DroppedRules,
): Finding[] {
  const extract = extractorOf(path)
  if (!extract) return []
  const { passages, code } = extract(source)
  const named = dropped.mayContainName(source) ? [...code] : []
  const findings = [
    ...[...namesOfPath(path), ...named].flatMap(dropped.checkNames),
    ...passages.flatMap((passage) => [
      ...checkSentenceLength(passage),
      ...checkOpening(passage),
      ...checkPronoun(passage),
      ...dropped.checkPhrases(passage),
    ]),
  ]
  return findings.sort((a, b) => a.line - b.line)
}

function namesOfPath(path: string): Code[] {
  const name = basename(path).split('.')[0] ?? ''
  return [
    { kind: 'text', text: path, line: 1 },
    { kind: 'identifier', text: name, line: 1 },
  ]
}

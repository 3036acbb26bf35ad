import type { Code, Finding, Passage } from '../passage.ts'
import { lineFeeds } from '../sentences.ts'
import type { Vocabulary } from '../vocabulary.ts'

export interface DroppedRules {
  /** Finds phrases for which a term exists. */
  checkPhrases(passage: Passage): Finding[]
  /** Finds names that were replaced. */
  checkNames(code: Code): Finding[]
  /** Returns false for a source without a dropped name. A fast check before the exact one. */
  mayContainName(source: string): boolean
}

/** Prepares the checks for dropped phrases in prose and for dropped names in code, in code spans and in paths. */
export function droppedRules(vocabulary: Vocabulary): DroppedRules {
  return {
    checkPhrases: phraseCheck(vocabulary),
    checkNames: nameCheck(vocabulary),
    mayContainName: fastCheck(vocabulary),
  }
}

function phraseCheck({ phrases }: Vocabulary): DroppedRules['checkPhrases'] {
  const rules = Object.entries(phrases).map(([phrase, remedy]) => ({ pattern: wholeWords(phrase), remedy }))
  const any = new RegExp(wholeWords(Object.keys(phrases).join('|')).source, 'i')
  return ({ text, line }) => {
    if (!any.test(text)) return []
    return rules.flatMap(({ pattern, remedy }) =>
      [...text.matchAll(pattern)].map((match) => ({
        line: line + lineFeeds(text.slice(0, match.index)),
        rule: 'dropped-phrase' as const,
        message: `"${match[0].replace(/\s+/g, ' ')}". ${remedy}`,
      })),
    )
  }
}

function wholeWords(phrase: string): RegExp {
  return new RegExp(`(?<![\\w-])(?:${phrase.replaceAll(' ', '\\s+')})(?![\\w-])`, 'gi')
}

function nameCheck({ names, identifiers }: Vocabulary): DroppedRules['checkNames'] {
  const exact = new Map(Object.entries(identifiers))
  const dropped = Object.entries(names).map(([name, instead]) => ({
    name,
    instead,
    words: wordsOf(name).join(' '),
  }))
  return ({ kind, text, line }) =>
    (text.match(/[A-Za-z][\w$-]*/g) ?? []).flatMap((name): Finding[] => {
      const instead = kind === 'identifier' ? exact.get(name) : undefined
      if (instead)
        return [{ line, rule: 'dropped-name', message: `"${name}" was renamed. Write "${instead}"` }]
      const words = ` ${wordsOf(name).join(' ')} `
      const found = dropped.find((entry) => words.includes(` ${entry.words} `))
      if (!found) return []
      return [
        { line, rule: 'dropped-name', message: `"${found.name}" was renamed. Write "${found.instead}"` },
      ]
    })
}

function fastCheck({ names, identifiers }: Vocabulary): DroppedRules['mayContainName'] {
  const compounds = Object.keys(names).map((name) => wordsOf(name).join('[\\W_]?'))
  const exact = Object.keys(identifiers).map((name) => `\\b${name}\\b`)
  const pattern = new RegExp([...compounds, ...exact].join('|'), 'i')
  return (source) => pattern.test(source)
}

/** Splits a name in camel, snake or kebab case into its words. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '')
}

import { describe, expect, it } from 'vitest'
import { lintFile } from './lintFile.ts'
import { droppedRules } from './rules/dropped.ts'

const dropped = droppedRules({
  names: { oldName: 'newName' },
  identifiers: { Plain: 'Better' },
  phrases: { 'poetic word': 'Use the term.' },
})
/** Returns the findings of a file as `line rule`. */
const lint = (path: string, source: string) =>
  lintFile({ path, source }, dropped).map(({ line, rule }) => `${line} ${rule}`)
const words = (count: number) => `Word${' word'.repeat(count - 1)}`

describe('in TypeScript', () => {
  it('accepts a sentence of 25 words and finds one of 26', () => {
    expect(lint('a.ts', `/** ${words(25)}. */\n// ${words(26)}.`)).toEqual(['2 sentence-length'])
  })

  it('reads adjacent line comments as one text and reports the line of the sentence', () => {
    expect(lint('a.ts', `let a = 1\n// Short. ${words(13)}\n// ${words(13)}.`)).toEqual(['2 sentence-length'])
    expect(lint('a.ts', `// Short.\n// ${words(26)}.`)).toEqual(['2 sentence-length'])
  })

  it('separates a comment behind code from the comments in the lines around it', () => {
    expect(lint('a.ts', `// ${words(15)}\nlet a = 1 // ${words(15)}\n// ${words(15)}`)).toEqual([])
  })

  it('ends a sentence at a paragraph, a list item and a tag', () => {
    const docstring = [
      '/**',
      ` * ${words(15)}`,
      ' *',
      ` * - ${words(15)}`,
      ` * - ${words(15)}`,
      ` * @param a ${words(25)}`,
      ' */',
    ]
    expect(lint('a.ts', docstring.join('\n'))).toEqual([])
  })

  it('counts a code span, a link target and a wrapped code span as one word at most', () => {
    expect(lint('a.ts', `/** ${words(23)} \`a b c\nd e f\` [x](https://example.com/a). */`)).toEqual([])
  })

  it('finds an interrogative at the start of a text, and a free relative at the start of a later sentence', () => {
    expect(lint('a.ts', '/** What it does. */')).toEqual(['1 opening'])
    expect(lint('a.ts', '// Of the queue.')).toEqual(['1 opening'])
    expect(lint('a.ts', '/** Stores it. Whoever dies is replaced. */')).toEqual(['1 free-relative'])
    expect(lint('a.ts', '/** Stores it.\n * @param a whether it stays */')).toEqual([])
  })

  it('finds a pronoun at the start of a later sentence only', () => {
    expect(lint('a.ts', '/** It rains. The pool opens. */')).toEqual([])
    expect(lint('a.ts', '/** Opens the pool.\n * It closes later. */')).toEqual(['2 pronoun'])
  })

  it('checks the reason of a directive, not the directive', () => {
    expect(lint('a.ts', `// biome-ignore lint/style/x: ${words(25)}`)).toEqual([])
    expect(lint('a.ts', `// biome-ignore lint/style/x: ${words(26)}`)).toEqual(['1 sentence-length'])
  })

  it('ignores a comment sign in a string, a template or a regular expression', () => {
    expect(lint('a.ts', "const a = ['// What', `/* Who */`, /\\/* How/]")).toEqual([])
  })

  it('checks the names of tests, also of repeated and conditional ones', () => {
    expect(lint('a.test.ts', `it('that it works', run)`)).toEqual(['1 opening'])
    expect(lint('a.test.ts', `describe.each([[1, 'a']])('${words(26)}', run)`)).toEqual(['1 sentence-length'])
    expect(lint('a.test.ts', `it.skipIf(a(b))(\`\${c} ${words(25)}\`, run)`)).toEqual(['1 sentence-length'])
    expect(lint('a.test.ts', `/x/.test('that it works')`)).toEqual([])
  })

  it('checks descriptions and the texts of errors, also if they are sums', () => {
    expect(lint('a.ts', `const a = { description: '${words(13)} ' + '${words(13)}' }`)).toEqual([
      '1 sentence-length',
    ])
    expect(lint('a.ts', `z.string().describe('${words(26)}')`)).toEqual(['1 sentence-length'])
    expect(lint('a.ts', `throw new RangeError(\`${words(25)} \${a({ b: \`c\` })}\`)`)).toEqual([
      '1 sentence-length',
    ])
  })

  it('ignores the descriptions in a test, which are data', () => {
    expect(lint('a.test.ts', `const a = { description: 'What we sell' }`)).toEqual([])
  })

  it('finds a dropped name in identifiers, strings, code spans and paths', () => {
    expect(
      lint('a.ts', `const myOldNames = 1\nconst b = theOldName\nlog('old_name.failed')\n// See \`oldName\`.`),
    ).toEqual(['2 dropped-name', '3 dropped-name', '4 dropped-name'])
    expect(lint('old-name/a.ts', '')).toEqual(['1 dropped-name'])
  })

  it('finds a dropped plain word only as an identifier or a file', () => {
    expect(lint('a.ts', `const a: Plain = 'Plain' // Plain English.`)).toEqual(['1 dropped-name'])
    expect(lint('Plain.test.ts', '')).toEqual(['1 dropped-name'])
  })

  it('finds a dropped phrase across lines', () => {
    expect(lint('a.ts', '/**\n * Has a poetic\n * word.\n */')).toEqual(['2 dropped-phrase'])
  })
})

describe('in Markdown', () => {
  it('ends a sentence at a list item and a cell, and ignores code blocks', () => {
    const cell = words(20)
    const text = `# What it does\n\n- ${words(20)}\n- ${words(20)}\n\n| What | a |\n|---|---|\n| ${cell} | ${cell} |\n\n\`\`\`\n${words(30)}\n\`\`\`\n`
    expect(lint('a.md', text)).toEqual([])
  })

  it('finds a long sentence in a list item behind emphasis and links', () => {
    expect(lint('a.md', `Text.\n\n- **Bold**: [link](b.md) ${words(24)}\n`)).toEqual(['3 sentence-length'])
  })

  it('finds a free relative at the start of a sentence, but not in a heading or a question', () => {
    expect(
      lint('a.md', '## Who owns a session\n\nWho owns it?\n\nSo it is. What failed is retried.'),
    ).toEqual(['5 free-relative'])
  })

  it('finds a dropped name in a code block', () => {
    expect(lint('a.md', '```ts\noldName()\n```')).toEqual(['1 dropped-name'])
  })
})

it('checks the comments of scripts, workflows and Go', () => {
  expect(lint('a.sh', `#!/usr/bin/env bash\necho a # b\n# Who calls.\n`)).toEqual(['3 opening'])
  expect(lint('.ci/run', `# ${words(13)}\n# ${words(13)}\n`)).toEqual(['1 sentence-length'])
  expect(lint('a.go', `// ${words(26)}\nfunc a() {}`)).toEqual(['1 sentence-length'])
})

it('ignores a file without prose', () => {
  expect(lint('a.json', `{"a": "${words(30)} oldName"}`)).toEqual([])
})

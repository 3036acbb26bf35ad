import type { Code as CodeBlock, Heading, Nodes, Paragraph, TableCell } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTable } from 'micromark-extension-gfm-table'
import type { Code, Kind, MarkdownExtract } from '../passage.ts'
import { lineFeeds } from '../sentences.ts'

const options = { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] }

/** Markup other than paragraphs and code spans. */
const MARKUP = /\]\(|!\[|\*|(?:^|\s)_|<[a-z/!]|&\w+;|\\|``|^\s*(?:[-+>#|~=]|\d+[.)]\s)|^ {4}/im

/**
 * Extracts the passages and the code of a Markdown text.
 *
 * @param firstLine the line of the file at which the text begins, from 1
 * @param kind the kind of paragraphs and cells; headings and the head of a table keep theirs
 */
export function extractMarkdown(text: string, firstLine = 1, kind?: Kind): MarkdownExtract {
  return MARKUP.test(text) ? parse(text, firstLine, kind) : split(text, firstLine, kind)
}

/** Splits a text without other markup into paragraphs. Most comments are such texts, and a parser is ten times as slow. */
function split(text: string, firstLine: number, kind: Kind = 'paragraph'): MarkdownExtract {
  const extract: MarkdownExtract = { passages: [], code: [] }
  let line = firstLine
  for (const part of text.split(/(\n\s*\n)/)) {
    if (part.trim() !== '') {
      const start = line + lineFeeds(part.slice(0, part.length - part.trimStart().length))
      const masked = part.trimStart().replace(/`([^`]+)`/g, (span, value: string) => {
        extract.code.push({ kind: 'text', text: value, line: start })
        return `x${'\n'.repeat(lineFeeds(span))}`
      })
      extract.passages.push({ kind, text: masked, line: start, first: extract.passages.length === 0 })
    }
    line += lineFeeds(part)
  }
  return extract
}

function parse(text: string, firstLine: number, kind?: Kind): MarkdownExtract {
  const extract: MarkdownExtract = { passages: [], code: [] }
  const lineOf = (node: Nodes) => firstLine - 1 + (node.position?.start.line ?? 1)
  for (const block of blocksOf(fromMarkdown(text, options))) {
    const { node } = block
    if (node.type === 'code') {
      extract.code.push({ kind: 'text', text: node.value, line: lineOf(node) })
      continue
    }
    extract.passages.push({
      kind: block.heading ? 'heading' : (kind ?? (node.type === 'tableCell' ? 'cell' : 'paragraph')),
      text: node.children.map((child) => plain(child, extract.code, lineOf)).join(''),
      line: lineOf(node),
      first: extract.passages.length === 0,
    })
  }
  return extract
}

interface Block {
  node: CodeBlock | Heading | Paragraph | TableCell
  heading: boolean
}

/** Yields the headings, paragraphs, table cells and code blocks of a tree in their order. The head of a table counts as headings. */
function* blocksOf(node: Nodes): Iterable<Block> {
  if (node.type === 'heading' || node.type === 'paragraph' || node.type === 'code') {
    yield { node, heading: node.type === 'heading' }
  } else if (node.type === 'table') {
    for (const [index, row] of node.children.entries()) {
      for (const cell of row.children) yield { node: cell, heading: index === 0 }
    }
  } else if ('children' in node) {
    for (const child of node.children) yield* blocksOf(child)
  }
}

/** Returns the text of an inline node, and collects its code spans. Line feeds stay, so that lines can be counted. */
function plain(node: Nodes, code: Code[], lineOf: (node: Nodes) => number): string {
  if (node.type === 'text') return node.value
  if (node.type === 'break') return '\n'
  if (node.type === 'inlineCode') {
    code.push({ kind: 'text', text: node.value, line: lineOf(node) })
    const lines = node.position ? node.position.end.line - node.position.start.line : lineFeeds(node.value)
    return `x${'\n'.repeat(lines)}`
  }
  if ('children' in node) return node.children.map((child) => plain(child, code, lineOf)).join('')
  return ''
}

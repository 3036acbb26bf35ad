/** The kind of a passage's place, which determines the rules. */
export type Kind = 'docstring' | 'comment' | 'testName' | 'description' | 'heading' | 'paragraph' | 'cell'

/** A paragraph, list item or table cell without markup. Each code span is the word `x`. */
export interface Passage {
  kind: Kind
  text: string
  /** The line of the first character. Each line feed in `text` is a line of the file. */
  line: number
  /** True for the first passage of a comment. */
  first: boolean
}

/** A piece of code whose names are checked: an identifier, a string, a code span or a path. */
export interface Code {
  kind: 'identifier' | 'text'
  text: string
  line: number
}

export interface Extract {
  passages: Passage[]
  /** Computed during the iteration, because most files have no dropped name. */
  code: Iterable<Code>
}

/** The parts of a text in Markdown. */
export interface MarkdownExtract extends Extract {
  code: Code[]
}

export interface Finding {
  line: number
  rule: 'sentence-length' | 'opening' | 'free-relative' | 'pronoun' | 'dropped-phrase' | 'dropped-name'
  /** The fault and the remedy. */
  message: string
}

const READ = /^\s*(select|with|show|values|table|begin|rollback)\b/i
const WRITE_INSIDE = /\b(insert|update|delete|merge)\b/i
/** Literals, quoted names and comments: a column's value or name may be a keyword. */
const QUOTED = /'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\//g

/**
 * Whether a statement that is not inside a transaction changes nothing. A common table expression may write; a function that writes is
 * not recognised, and the schema has none. `select … for update` counts as a write.
 */
export function isRead(text: string): boolean {
  const bare = text.replace(QUOTED, ' ')
  return READ.test(bare) && !WRITE_INSIDE.test(bare)
}

export function isBegin(text: string): boolean {
  return /^\s*begin\b/i.test(text)
}

export function isCommit(text: string): boolean {
  return /^\s*commit\b/i.test(text)
}

/** Whether a statement ends a transaction without committing. A return to a savepoint does not. */
export function isRollback(text: string): boolean {
  return /^\s*rollback\b(?!\s+to\b)/i.test(text)
}

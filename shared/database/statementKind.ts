const READ = /^\s*(select|with|show|values|table|begin|rollback)\b/i
const WRITE_INSIDE = /\b(insert|update|delete|merge)\b/i
/** Matches literals, quoted names and comments, which may contain keywords. */
const QUOTED = /'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\//g

/**
 * Tells whether a statement outside a transaction is a read. A common table expression may contain a write. Functions that write are
 * not recognised, and the schema has no such function. `select … for update` counts as a write.
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

/** Tells whether a statement rolls back the whole transaction. A rollback to a savepoint does not. */
export function isRollback(text: string): boolean {
  return /^\s*rollback\b(?!\s+to\b)/i.test(text)
}

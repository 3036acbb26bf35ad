import type { PoolClient } from '@neondatabase/serverless'
import { isUnanswered } from './faults.ts'
import { isBegin, isCommit, isRead, isRollback } from './statementKind.ts'
import type { StatementNames } from './statementNames.ts'
import { UnansweredStatement } from './unanswered.ts'

type Answer = { command?: string }
type Send = (statement: unknown, ...rest: unknown[]) => Promise<Answer>

/**
 * Replaces a new connection's `query`: frequent statements get names, and a statement without an answer fails by what is known of its
 * outcome. Only promises are supported, no callbacks.
 * @param names shared by the connections of a pool
 */
export function watchClient(client: PoolClient, names: StatementNames): void {
  const send = client.query.bind(client) as Send
  const watch = new Watch()
  // A connection that breaks inside a transaction has no other listener: the error would end the process.
  client.on('error', (error) => watch.broke(error))
  const query: Send = async (statement, ...rest) => {
    const text = textOf(statement)
    return await watch.run(text, () => send(withName(names, statement, text), ...rest))
  }
  client.query = query as unknown as typeof client.query
}

/** Follows the transactions of one connection. */
class Watch {
  #isInTransaction = false
  #socketError: unknown
  #failure: unknown

  broke(error: unknown): void {
    this.#socketError = error
  }

  /**
   * Runs one statement. After a statement without an answer, each further statement fails at once with the same error: a ROLLBACK behind
   * a COMMIT that hangs would hang, too, and its error would hide the error of the COMMIT.
   * @throws UnansweredStatement if the statement may be committed, although it failed
   */
  async run(text: string, send: () => Promise<Answer>): Promise<Answer> {
    if (this.#failure !== undefined) throw this.#failure
    const answer = await send().catch((error: unknown) => {
      throw this.#explain(error, text)
    })
    if (isBegin(text)) this.#isInTransaction = true
    else if (isCommit(text) || isRollback(text)) this.#isInTransaction = false
    // PostgreSQL answers so where a statement failed and its error was caught.
    if (isCommit(text) && answer.command === 'ROLLBACK')
      throw new Error('A statement of the transaction had failed: COMMIT rolled the transaction back')
    return answer
  }

  #explain(error: unknown, text: string): unknown {
    if (!isUnanswered(error) && error !== this.#socketError) return error
    const mayBeCommitted = this.#isInTransaction ? isCommit(text) : !isRead(text)
    this.#failure = mayBeCommitted ? new UnansweredStatement(error) : error
    return this.#failure
  }
}

function textOf(statement: unknown): string {
  if (typeof statement === 'string') return statement
  const { text } = (statement ?? {}) as { text?: unknown }
  return typeof text === 'string' ? text : ''
}

/** drizzle names the statements that it builds, and not the statements that are written by hand. */
function withName(names: StatementNames, statement: unknown, text: string): unknown {
  if (typeof statement !== 'object' || text === '') return statement
  const name = names.of(text)
  return name === undefined ? statement : { ...statement, name }
}

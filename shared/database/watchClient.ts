import type { PoolClient } from '@neondatabase/serverless'
import { isUnanswered } from './faults.ts'
import { isBegin, isCommit, isRead, isRollback } from './statementKind.ts'
import type { StatementNames } from './statementNames.ts'
import { UnansweredStatement } from './unanswered.ts'

type Answer = { command?: string }
type Send = (statement: unknown, ...rest: unknown[]) => Promise<Answer>

/**
 * Replaces the `query` method of a new connection. The new method names frequent statements. If a statement gets no answer, its error
 * shows whether a write may be committed. The method supports promises only, and no callbacks.
 * @param names the names that all connections of the pool share
 */
export function watchClient(client: PoolClient, names: StatementNames): void {
  const send = client.query.bind(client) as Send
  const watch = new Watch()
  // A connection that breaks inside a transaction has no other listener, and an unhandled error would end the process.
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
   * Runs one statement. After a statement without an answer, each further statement fails at once with the same error. Otherwise a
   * ROLLBACK after a hanging COMMIT would hang too, and the error of the ROLLBACK would hide the error of the COMMIT.
   * @throws UnansweredStatement if the failed statement may be committed
   */
  async run(text: string, send: () => Promise<Answer>): Promise<Answer> {
    if (this.#failure !== undefined) throw this.#failure
    const answer = await send().catch((error: unknown) => {
      throw this.#explain(error, text)
    })
    if (isBegin(text)) this.#isInTransaction = true
    else if (isCommit(text) || isRollback(text)) this.#isInTransaction = false
    // PostgreSQL answers COMMIT with ROLLBACK if a statement of the transaction failed and its error was caught.
    if (isCommit(text) && answer.command === 'ROLLBACK')
      throw new Error('A statement of the transaction failed, so that COMMIT rolled the transaction back')
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

/**
 * Adds the name of a frequent statement. A statement that has a name, or is a plain string such as BEGIN, stays unchanged.
 */
function withName(names: StatementNames, statement: unknown, text: string): unknown {
  if (typeof statement !== 'object' || text === '' || (statement as { name?: string }).name) return statement
  const name = names.of(text)
  return name === undefined ? statement : { ...statement, name }
}

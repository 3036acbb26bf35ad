import type { Command } from 'commander'
import { AdminClient, type Item } from './client.ts'
import { readTarget } from './config.ts'
import { toLines, toTable } from './print.ts'

/** The environment and the output streams of the client. */
export interface Terminal {
  /** Undefined: the environment of the process. */
  environment?: Readonly<Record<string, string | undefined>>
  out(text: string): void
  err(text: string): void
}

/** The tools of a command: the client of the gateway, and the output as text or, with `--json`, as JSON. */
export class Shell {
  readonly #program: Command
  readonly #terminal: Terminal

  constructor(program: Command, terminal: Terminal) {
    this.#program = program
    this.#terminal = terminal
  }

  /**
   * Creates a client for the target gateway.
   * @throws CliError if there is no gateway
   */
  get client(): AdminClient {
    return new AdminClient(readTarget(this.#terminal.environment))
  }

  show(item: Item): void {
    this.#print(item, () => toLines(item))
  }

  /**
   * Shows a list.
   * @param columns the columns of the table; JSON has all fields
   */
  showAll(items: readonly Item[], columns: readonly string[]): void {
    this.#print(items, () => toTable(items, columns))
  }

  #print(value: unknown, forPeople: () => string): void {
    const { json } = this.#program.opts<{ json?: boolean }>()
    this.#terminal.out(json ? `${JSON.stringify(value, null, 2)}\n` : forPeople())
  }
}

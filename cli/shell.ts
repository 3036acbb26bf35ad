import type { Command } from 'commander'
import { AdminClient, type Item } from './client.ts'
import { readTarget } from './config.ts'
import { toLines, toTable } from './print.ts'

/** Where the client runs. */
export interface Terminal {
  /** None: the process's own. */
  environment?: Readonly<Record<string, string | undefined>>
  out(text: string): void
  err(text: string): void
}

/** What a command works with: the gateway, and a way to show what it answered, for people or with --json for programs. */
export class Shell {
  readonly #program: Command
  readonly #terminal: Terminal

  constructor(program: Command, terminal: Terminal) {
    this.#program = program
    this.#terminal = terminal
  }

  /** @throws CliError if there is no gateway to talk to */
  get client(): AdminClient {
    return new AdminClient(readTarget(this.#terminal.environment))
  }

  show(item: Item): void {
    this.#print(item, () => toLines(item))
  }

  /** @param columns what people see of each; programs see all */
  showAll(items: readonly Item[], columns: readonly string[]): void {
    this.#print(items, () => toTable(items, columns))
  }

  #print(value: unknown, forPeople: () => string): void {
    const { json } = this.#program.opts<{ json?: boolean }>()
    this.#terminal.out(json ? `${JSON.stringify(value, null, 2)}\n` : forPeople())
  }
}

import { QStashError } from '../errors.ts'

type Expression = (retried: number) => number

const FUNCTIONS: Record<string, { arity: number; apply: (...values: number[]) => number }> = {
  pow: { arity: 2, apply: Math.pow },
  sqrt: { arity: 1, apply: Math.sqrt },
  abs: { arity: 1, apply: Math.abs },
  exp: { arity: 1, apply: Math.exp },
  floor: { arity: 1, apply: Math.floor },
  ceil: { arity: 1, apply: Math.ceil },
  round: { arity: 1, apply: Math.round },
  min: { arity: 2, apply: Math.min },
  max: { arity: 2, apply: Math.max },
}
const OPERATORS: Record<string, (left: number, right: number) => number> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
}
const TOKEN = /\s*(\d+(?:\.\d+)?|[a-z]+|[-+*/(),])/gy
const MAX_LENGTH = 500

/**
 * Compiles `Upstash-Retry-Delay`, e.g. `max(1000, pow(2, retried) * 100)`. The function returns the delay in
 * ms for a number of retries (0 before the first retry).
 * @throws QStashError 400
 */
export function compileRetryDelay(text: string): Expression {
  if (text.length > MAX_LENGTH) throw new QStashError(400, 'invalid retry delay expression: too long')
  const tokens = [...text.trimEnd().matchAll(TOKEN)]
  const isWhole = tokens.reduce((sum, [token]) => sum + token.length, 0) === text.trimEnd().length
  const parser = new Parser(isWhole ? tokens.map(([, token = '']) => token) : [])
  const expression = parser.sum()
  if (!expression || !parser.isAtEnd()) throw new QStashError(400, `invalid retry delay expression: ${text}`)
  return expression
}

/** A parser by recursive descent. Undefined is a syntax error, and ends all rules. */
class Parser {
  private next = 0
  private readonly tokens: string[]

  constructor(tokens: string[]) {
    this.tokens = tokens
  }

  isAtEnd(): boolean {
    return this.next === this.tokens.length
  }

  sum(): Expression | undefined {
    return this.chain('+-', () => this.chain('*/', () => this.factor()))
  }

  private chain(operators: string, operand: () => Expression | undefined): Expression | undefined {
    let left = operand()
    while (left && !this.isAtEnd() && operators.includes(this.peek())) {
      left = combine(OPERATORS[this.take()], left, operand())
    }
    return left
  }

  private factor(): Expression | undefined {
    if (this.isAtEnd()) return undefined
    const token = this.take()
    if (/^\d/.test(token)) return () => Number(token)
    if (token === 'retried') return (retried) => retried
    if (token === '-') return combine(OPERATORS['-'], () => 0, this.factor())
    if (token === '(') return this.closed(this.sum())
    return this.call(token)
  }

  private call(name: string): Expression | undefined {
    const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined
    if (!known || this.take() !== '(') return undefined
    const values: Expression[] = []
    while (values.length < known.arity) {
      if (values.length > 0 && this.take() !== ',') return undefined
      const value = this.sum()
      if (!value) return undefined
      values.push(value)
    }
    return this.closed((retried) => known.apply(...values.map((value) => value(retried))))
  }

  private closed(expression: Expression | undefined): Expression | undefined {
    return this.take() === ')' ? expression : undefined
  }

  private peek(): string {
    return this.tokens[this.next] ?? ''
  }

  private take(): string {
    const token = this.peek()
    this.next += 1
    return token
  }
}

function combine(
  operator: ((left: number, right: number) => number) | undefined,
  left: Expression,
  right: Expression | undefined,
): Expression | undefined {
  return operator && right && ((retried) => operator(left(retried), right(retried)))
}

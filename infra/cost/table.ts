import { connectorCount, estimate, ORDINARY, total } from './estimate.ts'

const SIZES = [1, 50, 500, 4_000]

/** Returns the table of docs/cost.md: USD a month for each part. */
export function costTable(): string {
  const loads = SIZES.map((sessions) => ({ ...ORDINARY, sessions }))
  const estimates = loads.map(estimate)
  const [first] = estimates
  const parts = Object.keys(first ?? {}) as (keyof NonNullable<typeof first>)[]
  const row = (name: string, values: readonly (string | number)[]) => `| ${[name, ...values].join(' | ')} |`
  const usd = (value: number) => value.toFixed(value < 10 ? 2 : 0)
  return [
    row(
      'sessions',
      SIZES.map((size) => size.toLocaleString('en')),
    ),
    row(
      '---',
      SIZES.map(() => '---:'),
    ),
    row('connectors running', loads.map(connectorCount)),
    ...parts.map((part) =>
      row(
        part,
        estimates.map((each) => usd(each[part])),
      ),
    ),
    row(
      '**a month, USD**',
      estimates.map((each) => `**${usd(total(each))}**`),
    ),
    row(
      'a session',
      estimates.map((each, index) => usd(total(each) / (SIZES[index] ?? 1))),
    ),
  ].join('\n')
}

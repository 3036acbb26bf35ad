import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { CFN_LINT, CHECKOV } from './findTools.ts'

/** A finding of a linter. */
export interface Finding {
  rule: string
  /** The type of the resource. */
  at: string
}

/** A finding that stays, with the reason. An entry without a finding fails the test. */
export interface AcceptedFinding extends Finding {
  reason: string
}

const lintSchema = z.array(
  z.object({
    Rule: z.object({ Id: z.string() }),
    Location: z.object({ Path: z.array(z.union([z.string(), z.number()])).nullable() }),
    Filename: z.string(),
  }),
)
const scanSchema = z.object({
  results: z.object({ failed_checks: z.array(z.object({ check_id: z.string(), resource: z.string() })) }),
  summary: z.object({ parsing_errors: z.number(), resource_count: z.number().positive() }),
})

/** Runs cfn-lint over the templates of a folder. */
export async function lintTemplates(folder: string): Promise<Finding[]> {
  const files = (await readdir(folder)).map((name) => path.join(folder, name))
  const output = await outputOf(CFN_LINT, ['--format', 'json', '--regions', 'us-east-1', '--', ...files])
  const types = new Map(await Promise.all(files.map(async (file) => [file, await typesIn(file)] as const)))
  return lintSchema.parse(JSON.parse(output)).map(({ Rule, Location, Filename }) => {
    const [part, id] = Location.Path ?? []
    return { rule: Rule.Id, at: types.get(Filename)?.[id ?? '']?.Type ?? String(part) }
  })
}

const templateSchema = z.object({ Resources: z.record(z.string(), z.object({ Type: z.string() })) })

async function typesIn(file: string): Promise<Record<string, { Type: string }>> {
  return templateSchema.parse(JSON.parse(await readFile(file, 'utf8'))).Resources
}

/** Runs checkov over the templates of a folder. */
export async function scanTemplates(folder: string): Promise<Finding[]> {
  const output = await outputOf(CHECKOV, [
    ...['--directory', folder, '--framework', 'cloudformation', '--output', 'json'],
    ...['--compact', '--quiet', '--skip-download'],
  ])
  const { results, summary } = scanSchema.parse(JSON.parse(output))
  if (summary.parsing_errors > 0) throw new Error(`checkov cannot read ${summary.parsing_errors} templates`)
  return results.failed_checks.map(({ check_id, resource }) => ({
    rule: check_id,
    at: resource.split('.')[0] ?? resource,
  }))
}

/** Compares findings with the accepted findings. Returns each difference once. */
export function unexpected(findings: readonly Finding[], accepted: readonly AcceptedFinding[]) {
  const isSame = (one: Finding, other: Finding) => one.rule === other.rule && one.at === other.at
  const isAccepted = (found: Finding) => accepted.some((entry) => isSame(entry, found))
  const others = findings.filter((found) => !isAccepted(found)).map(({ rule, at }) => `${rule} ${at}`)
  return {
    unexpected: [...new Set(others)],
    gone: accepted.filter((entry) => !findings.some((found) => isSame(found, entry))),
  }
}

/** A linter ends with a code other than 0 if it finds something. */
async function outputOf(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  if (output.trim() === '') throw new Error(`${path.basename(program)} printed no report:\n${errors}`)
  return output
}

import { type Call, neededCalls, type Runtime } from '#infra/build/index.ts'

/** Resources with a denial of their own, by the end of their ARNs or URLs, in the templates and in the stand-ins. */
const NAMES: readonly [RegExp, string][] = [
  [/dead-letters\.fifo$/, 'dead letters'],
  [/commands-\d+\.fifo$/, 'commands'],
  [/events\.fifo$/, 'events'],
  [/:secret:edge$|^edge-secret$/, 'secret of the edge'],
]

/** Grants without a denial, with the reason. */
const WITHOUT_CASE: Partial<Record<Runtime, Readonly<Record<string, string>>>> = {
  events: {
    'sqs:SendMessage on events':
      'the function emits no event; the outbox that it shares with the API does so there',
  },
}

/** Returns the name of a permission on a resource, such as `sqs:SendMessage on events`. Most resources have no name of their own. */
export function grantOn(permission: string, resource: string): string {
  // A permission on the key has the same resource for all callers.
  if (permission.includes(' via ')) return permission
  const name = NAMES.find(([end]) => end.test(resource))?.[1]
  return name === undefined ? permission : `${permission} on ${name}`
}

/**
 * Compares the grants that the bundle of a runtime needs with the denials that a test file has tried.
 * @returns the grants without a denial, and the exceptions that are out of date
 */
export async function untriedGrants(
  runtime: Runtime,
  tried: ReadonlySet<string>,
  bundle: { folder: string; first: string },
): Promise<string[]> {
  const needed = new Set((await neededCalls(runtime, bundle.folder, bundle.first)).map(nameOf))
  const exceptions = Object.keys(WITHOUT_CASE[runtime] ?? {})
  return [
    ...[...needed].filter((grant) => !tried.has(grant) && !exceptions.includes(grant)),
    ...exceptions.filter((grant) => tried.has(grant) || !needed.has(grant)),
  ]
}

function nameOf({ action, resource, via }: Call): string {
  return grantOn(via === undefined ? action : `${action} via ${via}`, resource)
}

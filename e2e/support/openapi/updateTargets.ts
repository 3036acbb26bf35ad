import type { ContractOperation } from './contract.ts'
import type { JsonSchema } from './jsonSchema.ts'
import type { UpdateSearch } from './updates.ts'

/** A resource as GET shows it. */
export type Shown = Record<string, unknown>

/** Facts about an update that the document does not state. */
export interface Wanted {
  /** URL of the resource. By default, the POST of the collection creates a resource with its example. */
  url?: string
  /** URL of the GET that shows the resource. By default, the URL of the resource. */
  shownAt?: string
  /** Finds the resource in the data of that GET. */
  find?(data: Shown): Shown
  /** Fields that each body needs, such as the session of a group. */
  fixed?: Shown
  /** Values for fields whose values depend on other resources. */
  values?: Record<string, unknown[]>
  /** The fields of GET that a field changes, if they are others than the field itself. */
  changes?: Record<string, string[]>
  /** Name of the list in the body that holds the resource. */
  listedIn?: string
}

/** A resource that the test updates. */
export interface Target extends Required<Pick<Wanted, 'fixed' | 'values' | 'changes'>> {
  url: string
  read(): Promise<Shown>
  fieldsOf(body: JsonSchema): Record<string, JsonSchema>
  bodyOf(given: Shown): Shown
}

/**
 * Returns the resource that an operation updates, and creates the resource if no URL is given.
 * @throws Error if neither is possible, with the place to name one
 */
export async function createTarget(
  search: UpdateSearch,
  operation: ContractOperation,
  { url, shownAt, find = (data) => data, fixed = {}, values = {}, changes = {}, listedIn }: Wanted,
): Promise<Target> {
  const at = url ?? (await create(search, operation))
  return {
    ...{ url: at, fixed, values, changes },
    async read() {
      const { status, body } = await search.call('GET', shownAt ?? at)
      if (status !== 200) throw new Error(`GET ${shownAt ?? at} answered ${status}. ${HELP}`)
      return find(body.data)
    },
    fieldsOf({ properties = {} }) {
      return (
        (listedIn === undefined
          ? properties
          : search.contract.resolve(properties[listedIn]?.items ?? {}).properties) ?? {}
      )
    },
    bodyOf(given) {
      return listedIn === undefined ? { ...fixed, ...given } : { [listedIn]: [{ ...fixed, ...given }] }
    },
  }
}

const HELP =
  'Name the URL of a resource, and of the GET that shows it, in e2e/support/openapi/prepareUpdates.ts'

/** Creates a resource with the example of the POST on its collection. Returns the URL of the resource. */
async function create({ contract, call, known }: UpdateSearch, { path }: ContractOperation): Promise<string> {
  const collection = path.slice(0, path.lastIndexOf('/'))
  const creator = contract.operations.find((other) => other.method === 'POST' && other.path === collection)
  const example = creator?.body?.content['application/json']?.example
  if (!example || collection.includes('{')) throw new Error(`No POST ${collection} has an example. ${HELP}`)
  const real = Object.entries(example).map(([name, value]) => [name, known[name] ?? value])
  const { status, body } = await call('POST', collection, Object.fromEntries(real))
  if (status >= 300) throw new Error(`POST ${collection} answered ${status} ${JSON.stringify(body)}. ${HELP}`)
  return `${collection}/${body.data.id}`
}

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { OPERATOR_BODIES, WEBHOOK_EVENTS } from '#shared/contracts/events.ts'
import { Arbitraries } from '../../../e2e/support/openapi/arbitraries.ts'
import { Contract, type Document } from '../../../e2e/support/openapi/contract.ts'
import { adminRoutes } from '../admin/routes/index.ts'
import { keylessRoutes } from '../keylessRoutes.ts'
import { allRoutes } from '../routes/index.ts'
import { readersOf } from './components.fixture.ts'
import { adminDocument, publicDocument } from './index.ts'
import { PUBLIC_FORMS } from './publicDocument.ts'

const SEED = 20
/** Generated values of each component. Most components are also part of others. */
const VALUES = 2

/** Rules that JSON Schema cannot state. The description of each field or body states them. */
const UNSTATED = [/^Give a time zone by its IANA name/, /^Must not be more than maxDelaySeconds/]

const events = Object.values(WEBHOOK_EVENTS)
const operatorEvents = events.flatMap((event) => {
  const body = OPERATOR_BODIES[event.type as keyof typeof OPERATOR_BODIES]
  return body ? [{ ...event, body }] : []
})

it.each([
  [
    'openapi.json',
    await publicDocument(),
    [...keylessRoutes, ...(await allRoutes())],
    '/api/v1',
    events,
    PUBLIC_FORMS,
  ],
  ['openapi.admin.json', adminDocument(), adminRoutes, '', operatorEvents, []],
] as const)(
  '%s has components whose values the code reads',
  (_, document, routes, base, published, forms) => {
    const contract = new Contract(document as unknown as Document)
    const arbitraries = new Arbitraries(contract)
    const readers = readersOf({ document, routes, base, events: published, forms })
    const faults = Object.keys(document.components.schemas).flatMap((name) => {
      const read = readers.get(name)
      if (!read) return [`${name}: no schema of the code has this name`]
      const schema = { $ref: `#/components/schemas/${name}` }
      const values = fc.sample(arbitraries.of(schema), { seed: SEED, numRuns: VALUES })
      const invalid = values.flatMap((value) => contract.faultOf(schema, value) ?? [])
      const refused = values.flatMap((value) => read(value).error?.issues ?? [])
      const unstated = refused.filter(({ message }) => !UNSTATED.some((rule) => rule.test(message)))
      return [...invalid, ...unstated.map(({ path, message }) => `${name} ${path.join('.')}: ${message}`)]
    })
    expect(faults).toEqual([])
  },
)

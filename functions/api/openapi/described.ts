import type { z } from 'zod'
import type { KeyScope } from '#shared/contracts/keys.ts'
import type { RouteDefinition } from '../route.ts'
import type { HeaderName } from './headers.ts'

type AnyDefinition = RouteDefinition<never, z.ZodObject, z.ZodObject, z.ZodType, z.ZodType>

/** A route as the reference describes it: its definition without the code that runs. */
export interface DescribedRoute extends Omit<AnyDefinition, 'handle' | 'fromCsv' | 'example'> {
  /** A complete request body. */
  example?: unknown
  /** The body may be CSV. */
  takesCsv: boolean
  /** The route needs no key, and its path has no prefix. */
  isOpen?: true
  /** The media types of the answer, for an answer without the envelope. */
  only?: Record<string, ProducedType>
  /** The route belongs to the tenants' API, which has API keys and plans. */
  isTenants: boolean
  /** The scope that the key needs. Undefined for a route without tenants' keys. */
  scope?: KeyScope | undefined
}

/** A media type of an answer other than JSON. */
export interface ProducedType {
  /** Sentence that says when the answer has this type. */
  description: string
  schema: { type: 'string' | 'object'; format?: 'binary' }
  example?: string
  /** Headers of answers with this type. */
  headers?: readonly HeaderName[]
}

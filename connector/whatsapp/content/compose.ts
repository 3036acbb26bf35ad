import { CONNECTOR_KINDS, type Draft, isComposed, type Outgoing } from './kinds/index.ts'
import { contextOf } from './messageContext.ts'

/**
 * Composes a message without a file.
 * @throws Error for a kind that cannot be sent, or that has a file
 */
export function compose(draft: Draft): Outgoing {
  const kind = CONNECTOR_KINDS[draft.type]
  if (!isComposed(kind))
    throw new Error(`A message of type ${draft.type} cannot be sent. Choose another type.`)
  return kind.compose(draft, contextOf(draft))
}

import { CONNECTOR_KINDS, type Draft, type Outgoing } from './kinds/index.ts'
import { contextOf } from './messageContext.ts'

/**
 * Composes a message without a file.
 * @throws Error for a kind that cannot be sent, or that has a file
 */
export function compose(draft: Draft): Outgoing {
  switch (draft.type) {
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
    case 'unknown':
      throw new Error(`A message of type ${draft.type} cannot be sent. Choose another type.`)
    default:
      return CONNECTOR_KINDS[draft.type].compose(draft, contextOf(draft))
  }
}

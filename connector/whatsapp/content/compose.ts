import type { proto } from '@whiskeysockets/baileys'
import { CONNECTOR_KINDS, type Draft, type FileKind, type Outgoing } from './kinds/index.ts'

/**
 * Composes a message without a file.
 * @throws Error for a kind that cannot be sent, or that has a file
 */
export function compose(draft: Draft): Outgoing {
  const kind = CONNECTOR_KINDS[draft.type]
  if (kind.compose === null || isFileKind(kind))
    throw new Error(`A message of type ${draft.type} cannot be sent. Choose another type.`)
  return kind.compose(draft, contextOf(draft))
}

function isFileKind(kind: (typeof CONNECTOR_KINDS)[Draft['type']]): kind is FileKind {
  return kind.compose !== null && 'files' in kind
}

/** Returns the context that any kind may carry: a reply, mentions, and the forwarded mark. */
export function contextOf({
  type,
  content,
  ownJid,
  remoteJid,
}: Pick<Draft, 'type' | 'content' | 'ownJid' | 'remoteJid'>): proto.IContextInfo | undefined {
  const { quoted, mentions, forwarded } = content
  if (type === 'reaction' || (!quoted && !mentions && !forwarded)) return undefined
  return {
    ...(quoted && {
      stanzaId: quoted.id,
      participant: quoted.fromMe ? ownJid : (quoted.participant ?? remoteJid),
      quotedMessage: { conversation: quoted.text ?? '' },
    }),
    ...(mentions && { mentionedJid: mentions }),
    ...(forwarded && { isForwarded: true, forwardingScore: 1 }),
  }
}

import type { MediaFailure } from '#shared/contracts/media.ts'
import { RequestRefused } from '#shared/http/index.ts'
import { MediaDamaged, MediaGone, MediaRefused } from '../whatsapp/index.ts'

/**
 * Returns the reason for which a download can never succeed, or null if a later attempt may succeed. A file that is gone may be
 * uploaded again by its phone.
 */
export function finalFailure(err: unknown): Exclude<MediaFailure, 'unavailable'> | null {
  if (err instanceof MediaGone) return 'gone'
  if (err instanceof MediaDamaged) return 'damaged'
  if (err instanceof MediaRefused) return 'refused'
  if (!(err instanceof RequestRefused)) return null
  if (err.reason === 'too_large') return 'too_large'
  return err.reason === 'bad_url' ? 'refused' : null
}

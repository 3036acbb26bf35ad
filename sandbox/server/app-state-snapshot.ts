import { Readable } from 'node:stream'
import { type BinaryNode, proto } from '@whiskeysockets/baileys'
import { seal } from '../media/cipher.ts'
import type { Parts } from '../world.ts'
import { node } from './nodes.ts'

const { SET } = proto.SyncdMutation.SyncdOperation

/**
 * Uploads the snapshot of a collection to the media server.
 * @returns the node with the reference to the file; undefined for an empty collection
 */
export async function uploadSnapshot(
  world: Parts<'media'>,
  patches: Uint8Array[],
): Promise<BinaryNode | undefined> {
  const snapshot = snapshotOf(patches)
  if (!snapshot) return undefined
  const content = proto.SyncdSnapshot.encode(snapshot).finish()
  const { ciphertext, sealed } = await seal(Readable.from([content]), 'md-app-state')
  const directPath = world.media.blobs.publish(await world.media.blobs.write(ciphertext))
  const { mediaKey, fileSha256, fileEncSha256, fileLength } = sealed()
  const reference = { mediaKey, directPath, fileSizeBytes: fileLength, fileSha256, fileEncSha256 }
  return node('snapshot', {}, proto.ExternalBlobReference.encode(reference).finish())
}

/** Returns the newest record of each index. The MAC of the last patch covers all of them. */
function snapshotOf(patches: Uint8Array[]): proto.ISyncdSnapshot | undefined {
  const decoded = patches.map((patch) => proto.SyncdPatch.decode(patch))
  const last = decoded.at(-1)
  if (!last) return undefined
  const records = new Map<string, proto.ISyncdRecord>()
  for (const { operation, record } of decoded.flatMap(({ mutations }) => mutations)) {
    const index = Buffer.from(record?.index?.blob ?? []).toString('base64')
    if (record && operation === SET) records.set(index, record)
    else records.delete(index)
  }
  const { version, snapshotMac, keyId } = last
  return {
    version: version ?? null,
    records: [...records.values()],
    mac: snapshotMac ?? null,
    keyId: keyId ?? null,
  }
}

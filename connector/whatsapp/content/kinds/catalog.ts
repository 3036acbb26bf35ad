import { readFile } from './file.ts'
import type { ReceivedKind } from './kind.ts'
import { lines, present } from './present.ts'

/** A product message with a catalog, and without a product. */
export const catalog: ReceivedKind = {
  compose: null,
  read: {
    productMessage: ({ catalog: snapshot, body, footer, businessOwnerJid: businessJid }) => {
      if (!snapshot) return null
      const { title, description } = snapshot
      const { caption, ...picture } = readFile(snapshot.catalogImage ?? {})
      return {
        ...picture,
        ...present({ text: lines(body) ?? lines(title, description, caption), footer }),
        catalog: present({ title, description, businessJid }),
      }
    },
  },
}

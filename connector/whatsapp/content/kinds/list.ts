import type { ReceivedKind } from './kind.ts'
import { present } from './present.ts'

export const list: ReceivedKind = {
  compose: null,
  read: {
    listMessage: (part) => {
      const rows = (part.sections ?? []).flatMap(({ title: section, rows: choices }) =>
        (choices ?? []).map(({ rowId, title, description }) => ({
          id: rowId ?? '',
          title: title ?? '',
          ...present({ description, section }),
        })),
      )
      return present({
        text: part.description || part.title,
        header: part.description ? part.title : undefined,
        footer: part.footerText,
        list: rows.length > 0 || part.buttonText ? { button: part.buttonText ?? '', rows } : undefined,
        products: part.productListInfo?.productSections?.flatMap(({ title: section, products }) =>
          (products ?? []).map(({ productId }) => ({ id: productId ?? '', ...present({ section }) })),
        ),
      })
    },
  },
}

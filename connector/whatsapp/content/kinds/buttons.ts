import { button, headerFile, readHeader } from './box.ts'
import type { ReceivedKind } from './kind.ts'
import { readFlowButton } from './nativeFlow.ts'
import { present } from './present.ts'

export const buttons: ReceivedKind = {
  compose: null,
  read: {
    buttonsMessage: (part) => ({
      ...readHeader(part, part.text),
      ...present({
        text: part.contentText,
        footer: part.footerText,
        buttons: part.buttons?.map(({ buttonId, buttonText, nativeFlowInfo }) =>
          nativeFlowInfo
            ? readFlowButton(nativeFlowInfo.name, nativeFlowInfo.paramsJson)
            : button('reply', buttonText?.displayText, { id: buttonId }),
        ),
      }),
    }),
  },
  files: { buttonsMessage: headerFile },
}

export { findUnknownNames, type Read, readInput } from './findFaults.ts'
export { findPrototypeKey, freeName, isReservedName, RESERVED_NAME_MESSAGE, RESERVED_NAMES } from './names.ts'
export { isInNetworks, network } from './network.ts'
export { origin } from './origin.ts'
export { quoteOf } from './quoteOf.ts'
export { lenient, withoutDefaults } from './reform.ts'
export { atLeastOneOf, dependsOn, exactlyOneOf, uniqueTexts } from './rules.ts'
export { spelled, spelledType } from './spelled.ts'
export {
  BLANK_MESSAGE,
  EMPTY_OR_VISIBLE,
  emptyOrFilledText,
  filledName,
  filledText,
  VISIBLE,
  WHITE_SPACE,
} from './text.ts'
export { timeZone } from './timeZone.ts'
export { unionByType } from './unionByType.ts'
export { webUrl } from './webUrl.ts'
export { wholeSeconds } from './wholeSeconds.ts'
export { anySpelling, word } from './word.ts'

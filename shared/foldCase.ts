/**
 * Folds the case of a text in full: ß and SS become one text, and so do the forms of the Greek sigma. Upper case expands such letters,
 * and the first lower case makes ß of the capital ẞ. The dotless ı becomes i.
 */
export function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase()
}

/**
 * Invisible characters, such as direction marks, joiners and the soft hyphen. A flag of a region consists of a black flag and
 * invisible letters, which tell Scotland from Wales.
 */
const INVISIBLE = /(\u{1f3f4}[\u{e0020}-\u{e007f}]+)|\p{Default_Ignorable_Code_Point}/gu

/** Removes the invisible characters of a text. */
export function dropInvisible(text: string): string {
  return text.replace(INVISIBLE, '$1')
}

/**
 * Returns the key of a name. Two names have one key if they differ only in case, in compatible forms of Unicode (full width, ligatures,
 * composed accents) or in invisible characters. Accents stay. The form is NFKC_Casefold of Unicode, as identifiers use it.
 */
export function nameKey(name: string): string {
  return (
    dropInvisible(foldCase(name.normalize('NFKC')))
      // The lower case of İ has a dot above, unlike i.
      .replaceAll('i\u0307', 'i')
      .normalize('NFKC')
      .trim()
  )
}

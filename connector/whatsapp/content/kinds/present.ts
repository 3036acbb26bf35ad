type Present<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined | null> }

/** Returns the fields that say something: without null, undefined, empty strings and empty lists. */
export function present<Fields extends object>(fields: Fields): Present<Fields> {
  const known = Object.entries(fields).filter(
    ([, value]) => value != null && value !== '' && !(Array.isArray(value) && value.length === 0),
  )
  return Object.fromEntries(known) as Present<Fields>
}

/** Returns true, or undefined for a flag that is not set. */
export function flag(value: boolean | null | undefined): true | undefined {
  return value === true ? true : undefined
}

/** Joins the lines that have words. Returns undefined if none has. */
export function lines(...texts: (string | null | undefined)[]): string | undefined {
  return texts.filter((text) => text?.trim()).join('\n') || undefined
}

/**
 * A function that runs `make` when it is first called, and answers every call with what that gave. A promise that is rejected is
 * forgotten: the next call tries again.
 */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    if (!made) {
      const value = make()
      made = { value }
      if (value instanceof Promise)
        value.catch(() => {
          made = undefined
        })
    }
    return made.value
  }
}

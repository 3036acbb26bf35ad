/**
 * Returns a function that calls `make` at its first call, and returns that result for each call. After a rejected promise, the
 * next call calls `make` again.
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

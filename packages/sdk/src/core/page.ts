/** A page of a list. */
export interface Page<T> {
  data: T[]
  pagination: {
    /** Most items of a page. */
    limit: number
    /** Cursor of the next page; null on the last page. */
    nextCursor: string | null
  }
}

/**
 * A list. `await` gives the first page, and `for await` gives each item of all pages. A page is requested when it is needed.
 */
export class PagePromise<T> implements PromiseLike<Page<T>>, AsyncIterable<T> {
  readonly #read: (cursor?: string) => Promise<Page<T>>

  constructor(read: (cursor?: string) => Promise<Page<T>>) {
    this.#read = read
  }

  // biome-ignore lint/suspicious/noThenProperty: `await` on a list gives its first page.
  then<A = Page<T>, B = never>(
    onPage?: ((page: Page<T>) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#read().then(onPage, onError)
  }

  /** Gives each page. */
  async *pages(): AsyncGenerator<Page<T>> {
    let cursor: string | undefined
    do {
      const page = await this.#read(cursor)
      yield page
      cursor = page.pagination.nextCursor ?? undefined
    } while (cursor !== undefined)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for await (const page of this.pages()) yield* page.data
  }
}

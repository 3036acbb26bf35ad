/** The methods of a path, and the segments that may follow it. */
interface PathNode {
  methods: Set<string>
  literals: Map<string, PathNode>
  parameter?: PathNode
}

/**
 * The methods of each path of a table of routes. A literal segment wins over a parameter, so that no id is read from a segment
 * such as `send` in `/messages/send/text`.
 */
export class PathTable {
  readonly #root = newNode()

  /** @param routes methods and paths, with parameters as `:id` */
  constructor(routes: Iterable<{ method: string; path: string }>) {
    for (const { method, path } of routes) this.#add(method, path)
  }

  /**
   * Returns the methods of a path.
   * @param path a path without its last slash
   * @returns undefined if the table has no such path
   */
  methodsOf(path: string): ReadonlySet<string> | undefined {
    let node: PathNode | undefined = this.#root
    for (const segment of path.split('/')) node = node && nextOf(node, segment)
    return node && node.methods.size > 0 ? node.methods : undefined
  }

  #add(method: string, path: string): void {
    let node = this.#root
    for (const segment of path.split('/')) {
      let next = segment.startsWith(':') ? node.parameter : node.literals.get(segment)
      if (!next) {
        next = newNode()
        if (segment.startsWith(':')) node.parameter = next
        else node.literals.set(segment, next)
      }
      node = next
    }
    node.methods.add(method)
  }
}

function newNode(): PathNode {
  return { methods: new Set(), literals: new Map() }
}

function nextOf(node: PathNode, segment: string): PathNode | undefined {
  return node.literals.get(segment) ?? (segment === '' ? undefined : node.parameter)
}

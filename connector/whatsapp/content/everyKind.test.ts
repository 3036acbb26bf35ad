import { proto } from '@whiskeysockets/baileys'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { messageContentSchema } from '#shared/contracts/messages.ts'
import { CONTROL } from './control.ts'
import { PART_READERS } from './kinds/index.ts'
import { readChange, readContent } from './read.ts'
import {
  fill,
  fillType,
  messageType,
  objectAt,
  type Values,
  variants,
  wordPaths,
} from './reflection.fixture.ts'
import { unwrap, WRAPPERS } from './unwrap.ts'

const names = Object.keys(variants)
const wrappers = Object.keys(WRAPPERS)
const kinds = names.filter((name) => !CONTROL.has(name) && !wrappers.includes(name))

/** Returns a message as Baileys decodes it. */
function onTheWire(json: object): proto.Message {
  return proto.Message.decode(proto.Message.encode(proto.Message.fromObject(json)).finish())
}

const plain: Values = {
  string: () => 'Words of the author',
  number: (choices = [1]) => choices.at(-1) ?? 1,
  bytes: () => Uint8Array.of(1, 2, 3),
  has: () => true,
}
const filled = (name: string) => ({ [name]: variants[name] && fill(variants[name], plain) })

describe('the tables of the reader', () => {
  it('name every part of a message that Baileys knows', () => {
    const known = new Set<string>([...CONTROL, ...wrappers, ...PART_READERS.map(({ part }) => part)])
    expect(names.filter((name) => !known.has(name))).toEqual([])
    expect([...known].filter((name) => !names.includes(name))).toEqual([])
  })

  it('name every wrapper, and no other part', () => {
    const future = names.filter((name) => variants[name]?.type === 'FutureProofMessage')
    expect([...wrappers].sort()).toEqual([...future, 'deviceSentMessage'].sort())
  })
})

describe('every kind', () => {
  it.each(kinds)('%s has a documented type and a content that fits the contract', (name) => {
    const read = readContent(onTheWire(filled(name)))
    expect(read?.type).not.toBe('unknown')
    const stored = JSON.parse(JSON.stringify(read?.content))
    expect(messageContentSchema.strict().parse(stored)).toEqual(stored)
  })

  it.each(kinds)('%s shows each string for people', (name) => {
    const field = variants[name]
    const paths =
      field?.type === 'string'
        ? [[field]]
        : [...wordPaths(field?.resolve().resolvedType as typeof messageType)].map((path) => [field, ...path])
    for (const path of paths) {
      const json = objectAt(
        path.filter((step) => step !== undefined),
        'Words of the author',
      ) as object
      const shown = JSON.stringify(readContent(onTheWire(json)))
      expect(shown, path.map((step) => step?.name).join('.')).toContain('Words of the author')
    }
  })

  it.each(names.filter((name) => CONTROL.has(name)))('%s is no message of its own', (name) => {
    expect(readContent(onTheWire(filled(name)))).toBeNull()
  })

  it.each(wrappers)('%s is removed, in any depth and order', (name) => {
    const inner = { extendedTextMessage: { text: 'inside' } }
    const once = { [name]: { message: inner } }
    const twice = {
      ephemeralMessage: { message: { [name]: { message: { viewOnceMessage: { message: inner } } } } },
    }
    for (const message of [once, twice])
      expect(readContent(onTheWire(message))).toMatchObject({ type: 'text', content: { text: 'inside' } })
  })
})

const json = fc.gen().map((gen) => {
  const values: Values = {
    string: () => gen(fc.string, { unit: 'binary', maxLength: 40 }),
    number: (choices) =>
      choices ? gen(fc.constantFrom, ...choices) : gen(fc.constantFrom, 0, 1, 4_294_967_295),
    bytes: () => gen(fc.uint8Array, { maxLength: 40 }),
    has: () => gen(fc.nat, 3) === 0,
  }
  const name = gen(fc.constantFrom, ...names)
  const field = variants[name]
  return {
    ...fillType(messageType, { ...values, has: () => gen(fc.nat, 60) === 0 }, 5),
    [name]: field && fill(field, values),
  }
})

it('reads any message of the protobuf without a fault, and as the contract allows', () => {
  fc.assert(
    fc.property(json, (message) => {
      const wire = onTheWire(message)
      readChange(wire)
      const stored = JSON.parse(JSON.stringify(readContent(wire)?.content ?? {}))
      expect(messageContentSchema.strict().parse(stored)).toEqual(stored)
    }),
    { numRuns: 500 },
  )
})

it('reads a message with more wrappers than a client writes, and stops', () => {
  const wrapped = (depth: number): object =>
    depth === 0 ? { conversation: 'deep' } : { ephemeralMessage: { message: wrapped(depth - 1) } }
  expect(readContent(onTheWire(wrapped(16)))).toMatchObject({ content: { text: 'deep' } })
  expect(readContent(onTheWire(wrapped(30)))).toMatchObject({ type: 'unknown', content: { text: 'deep' } })
  expect(unwrap(wrapped(30)).message).not.toHaveProperty('conversation')
})

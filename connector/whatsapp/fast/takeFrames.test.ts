import { EventEmitter } from 'node:events'
import type { BinaryNode } from '@whiskeysockets/baileys'
import { expect, it } from 'vitest'
import { takeFrames } from './takeFrames.ts'

/** Offers a frame as Baileys does. Returns the frame that was taken, and the attributes that Baileys then sees. */
function offer(frame: BinaryNode | Uint8Array) {
  const ws = new EventEmitter()
  const taken: unknown[] = []
  takeFrames({ ws } as never, { onReceipt: (node) => taken.push(node), onAccepted: (id) => taken.push(id) })
  ws.emit('frame', frame)
  return { taken, left: frame instanceof Uint8Array ? frame : frame.attrs }
}

const from = '1@s.whatsapp.net'
const ack = { id: 'A', from, class: 'message' }

it.each([
  ['delivered', { tag: 'receipt', attrs: { id: 'A', from, t: '1' } }],
  ['read', { tag: 'receipt', attrs: { id: 'A', from, type: 'read' } }],
  ['read elsewhere', { tag: 'receipt', attrs: { id: 'A', from, type: 'read-self' } }],
  [
    "read by a group's member",
    { tag: 'receipt', attrs: { id: 'A', from: '1@g.us', participant: from, type: 'read' } },
  ],
  ['of an own device', { tag: 'receipt', attrs: { id: 'A', from, recipient: from, type: 'sender' } }],
] as [string, BinaryNode][])('takes a receipt: %s', (_name, frame) => {
  const whole = structuredClone(frame)
  expect(offer(frame)).toEqual({ taken: [whole], left: {} })
})

it('takes the ack of an accepted message', () => {
  expect(offer({ tag: 'ack', attrs: { ...ack } })).toEqual({ taken: ['A'], left: {} })
})

it.each([
  ['a request to send again', { tag: 'receipt', attrs: { id: 'A', from, type: 'retry' } }],
  ['a receipt of an unknown type', { tag: 'receipt', attrs: { id: 'A', from, type: 'enc_rekey_retry' } }],
  ['the failure of an upload', { tag: 'receipt', attrs: { id: 'A', from, type: 'server-error' } }],
  ['a receipt without an id', { tag: 'receipt', attrs: { from } }],
  ['a refusal', { tag: 'ack', attrs: { ...ack, error: '463' } }],
  ['an ack that names another list of devices', { tag: 'ack', attrs: { ...ack, phash: '2:abc' } }],
  ['the ack of a receipt', { tag: 'ack', attrs: { ...ack, class: 'receipt' } }],
  ['a notification', { tag: 'notification', attrs: { id: 'A', from, type: 'devices' } }],
  ['a message', { tag: 'message', attrs: { id: 'A', from } }],
  ['a frame of the handshake', Buffer.of(1)],
] as [string, BinaryNode | Uint8Array][])('leaves %s to Baileys', (_name, frame) => {
  const whole = frame instanceof Uint8Array ? frame : structuredClone(frame.attrs)
  expect(offer(frame)).toEqual({ taken: [], left: whole })
})

import { proto } from '@whiskeysockets/baileys'

/** Fields of a newer protobuf, by the message that has them. */
const future = new WeakMap<proto.IMessage, Uint8Array>()

/** Numbers of `deviceSentMessage` in a message, and of its fields. */
const DEVICE_SENT = 31
const DESTINATION = 1
const INNER = 2
const LENGTH = 2

/** Adds encoded fields that this version of the protobuf does not have. A gateway has to cope with a newer phone. */
export function withFuture(message: proto.IMessage, bytes: Uint8Array | undefined): proto.IMessage {
  if (bytes) future.set(message, bytes)
  return message
}

/** Returns the fields of `withFuture`. A copy of a message needs them too. */
export function futureOf(message: proto.IMessage): Uint8Array | undefined {
  return future.get(message)
}

/** Encodes a message with the fields of `withFuture`, also inside of a copy for an own device. */
export function encodeMessage(message: proto.IMessage): Uint8Array {
  const sent = message.deviceSentMessage
  const inner = sent?.message && future.get(sent.message)
  if (sent?.message && inner) {
    const { deviceSentMessage: _sent, ...outer } = message
    const copy = proto.Message.encode({})
      .uint32(tagOf(DESTINATION))
      .string(sent.destinationJid ?? '')
    copy.uint32(tagOf(INNER)).bytes(encodeMessage(sent.message))
    return proto.Message.encode(outer).uint32(tagOf(DEVICE_SENT)).bytes(copy.finish()).finish()
  }
  const encoded = proto.Message.encode(message).finish()
  return Buffer.concat([encoded, future.get(message) ?? Buffer.of()])
}

function tagOf(field: number): number {
  return field * 8 + LENGTH
}

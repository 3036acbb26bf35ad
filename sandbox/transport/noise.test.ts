import { Curve, makeNoiseHandler, NOISE_WA_HEADER, proto, WA_CERT_DETAILS } from '@whiskeysockets/baileys'
import { verifySignature } from 'libsignal/src/curve.js'
import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { certificateChain, createServerKeys } from './certificate.ts'
import { encodeFrame, FrameReader } from './frames.ts'
import { NoiseResponder } from './noise.ts'

const logger = pino({ level: 'silent' })
const { Details } = proto.CertChain.NoiseCertificate
const typed = (key: Uint8Array) => Buffer.concat([Buffer.from([5]), key])

describe('the Noise responder', () => {
  const keys = createServerKeys()
  const chain = certificateChain(keys, 1_800_000_000)

  it("agrees with Baileys' initiator on the keys of both directions", async () => {
    const ephemeral = Curve.generateKeyPair()
    const noiseKey = Curve.generateKeyPair()
    const client = makeNoiseHandler({ keyPair: ephemeral, NOISE_HEADER: NOISE_WA_HEADER, logger })
    const reader = new FrameReader()
    const [hello] = reader.push(client.encodeFrame(Buffer.from('hello')))
    expect([reader.intro, hello]).toEqual([Buffer.from(NOISE_WA_HEADER), Buffer.from('hello')])

    const responder = new NoiseResponder(keys.static, NOISE_WA_HEADER)
    const serverHello = responder.hello(ephemeral.public, chain)
    const encryptedStatic = client.processHandshake(proto.HandshakeMessage.create({ serverHello }), noiseKey)
    const payload = client.encrypt(Buffer.from('payload'))
    const finished = responder.finish(encryptedStatic, payload)
    expect(finished.payload.toString()).toBe('payload')
    expect(finished.clientStatic).toEqual(noiseKey.public)

    await client.finishInit()
    for (const text of ['one', 'two']) {
      const [frame = Buffer.alloc(0)] = reader.push(client.encodeFrame(Buffer.from(text)))
      expect(finished.transport.inbound.decrypt(frame).toString()).toBe(text)
      expect(client.decrypt(finished.transport.outbound.encrypt(Buffer.from(text))).toString()).toBe(text)
    }
  })

  it('refuses a client that does not know its own static key', () => {
    const responder = new NoiseResponder(keys.static, NOISE_WA_HEADER)
    responder.hello(Curve.generateKeyPair().public, chain)
    expect(() => responder.finish(Buffer.alloc(48), Buffer.alloc(32))).toThrow()
  })
})

describe('the certificate chain', () => {
  it('has valid signatures from the root through the intermediate to the static key', () => {
    const keys = createServerKeys()
    const { intermediate, leaf } = proto.CertChain.decode(certificateChain(keys, 1_800_000_000))
    const check = (certificate: typeof leaf, issuer: Uint8Array) => {
      const { details, signature } = certificate ?? {}
      if (!details || !signature) throw new Error('The certificate is incomplete.')
      expect(verifySignature(typed(issuer), details, signature)).toBe(true)
      return Details.decode(details)
    }
    const issuer = check(intermediate, keys.root.public)
    expect(issuer.key).toEqual(keys.intermediate.public)
    // The serial is encoded explicitly: clients compare it with 0, and read an absent field as null.
    expect(issuer.issuerSerial).toBe(WA_CERT_DETAILS.SERIAL)
    expect(check(leaf, keys.intermediate.public).key).toEqual(keys.static.public)
  })
})

describe('the frame reader', () => {
  it('reads split and joined frames after edge routing', () => {
    const routing = Buffer.concat([Buffer.from('ED'), Buffer.from([0, 1, 0, 0, 2, 9, 9])])
    const stream = Buffer.concat([
      routing,
      NOISE_WA_HEADER,
      encodeFrame(Buffer.from('ab')),
      encodeFrame(Buffer.from('c')),
    ])
    const reader = new FrameReader()
    const frames = [...stream].flatMap((byte) => reader.push(Buffer.from([byte])))
    expect(frames.map(String)).toEqual(['ab', 'c'])
    expect(new FrameReader().push(stream).map(String)).toEqual(['ab', 'c'])
  })

  it('refuses bytes that do not begin with the intro of WhatsApp', () => {
    expect(() => new FrameReader().push(Buffer.from('GET / HTTP/1.1'))).toThrow(
      'The client does not begin with',
    )
  })
})

import { createHash } from 'node:crypto'
import { SignJWT } from 'jose'
import { nanoid } from 'nanoid'

const VALID_SECONDS = 300

/**
 * Returns the value of `Upstash-Signature`. The times come from the machine's clock, because the receiver
 * compares the times with the machine's clock.
 * @param url the destination as it was published
 */
export async function sign(url: string, body: Buffer, key: string): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  return await new SignJWT({ body: createHash('sha256').update(body).digest('base64url') })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer('Upstash')
    .setSubject(url)
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + VALID_SECONDS)
    .setJti(`jwt_${nanoid()}`)
    .sign(Buffer.from(key))
}

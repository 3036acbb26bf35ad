import { decode } from 'fast-png'
import decodeQr from 'qr/decode.js'
import { SandboxError } from '../errors.ts'

const DATA_URL = /^data:image\/png;base64,/

/** The text of a QR code, which may be given as the text itself or as a PNG's data URL.
 * @throws SandboxError `invalid_qr` */
export function qrText(written: string): string {
  return DATA_URL.test(written) ? readPicture(Buffer.from(written.replace(DATA_URL, ''), 'base64')) : written
}

/** Reads the QR code off a PNG, as a phone's camera would.
 * @throws SandboxError `invalid_qr` where there is none to see */
export function readPicture(png: Uint8Array): string {
  try {
    const { width, height, data } = decode(png)
    return decodeQr({ width, height, data: new Uint8Array(data) })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new SandboxError('invalid_qr', `There is no QR code on this picture: ${why}`)
  }
}

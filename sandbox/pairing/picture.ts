import { decode } from 'fast-png'
import decodeQr from 'qr/decode.js'
import { SandboxError } from '../errors.ts'

const DATA_URL = /^data:image\/png;base64,/

/**
 * Returns the text of a QR code from the text itself, or from a PNG as a data URL.
 * @throws SandboxError `invalid_qr`
 */
export function qrText(written: string): string {
  return DATA_URL.test(written) ? readPicture(Buffer.from(written.replace(DATA_URL, ''), 'base64')) : written
}

/**
 * Reads the QR code in a PNG, as the camera of a phone does.
 * @throws SandboxError `invalid_qr` if the picture has no QR code
 */
export function readPicture(png: Uint8Array): string {
  try {
    const { width, height, data } = decode(png)
    return decodeQr({ width, height, data: new Uint8Array(data) })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new SandboxError('invalid_qr', `The picture has no readable QR code: ${why}`)
  }
}

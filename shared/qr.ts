import QRCode from 'qrcode'

const PICTURE = { width: 400, margin: 2 }

/** A QR code as a PNG in a data URL. */
export async function qrDataUrl(text: string): Promise<string> {
  return await QRCode.toDataURL(text, PICTURE)
}

/** A QR code as a PNG. */
export async function qrPng(text: string): Promise<Buffer> {
  return await QRCode.toBuffer(text, PICTURE)
}

const PICTURE = { width: 400, margin: 2 }

/** A QR code as a PNG in a data URL. */
export async function qrDataUrl(text: string): Promise<string> {
  const QRCode = await loadQrCode()
  return await QRCode.toDataURL(text, PICTURE)
}

/** A QR code as a PNG. */
export async function qrPng(text: string): Promise<Buffer> {
  const QRCode = await loadQrCode()
  return await QRCode.toBuffer(text, PICTURE)
}

/** A function draws few, and starts without what draws them. */
async function loadQrCode() {
  return (await import('qrcode')).default
}

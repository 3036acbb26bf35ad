const PICTURE = { width: 400, margin: 2 }

/** Returns a QR code as a PNG in a data URL. */
export async function qrDataUrl(text: string): Promise<string> {
  const QRCode = await loadQrCode()
  return await QRCode.toDataURL(text, PICTURE)
}

/** Returns a QR code as a PNG. */
export async function qrPng(text: string): Promise<Buffer> {
  const QRCode = await loadQrCode()
  return await QRCode.toBuffer(text, PICTURE)
}

/** Loads the library at the first QR code, because most starts of a function draw no QR code. */
async function loadQrCode() {
  return (await import('qrcode')).default
}

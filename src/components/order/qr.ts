import { encodeQR } from 'qr'

/** Light modules around the code, as the standard asks. */
const EDGE = 4

/**
 * A `url("data:…")` value of the QR picture of a number (S44), drawn as one path: a mini-program shows it like the icons, without a canvas and
 * without asking anybody for it.
 */
export function qrUrl(digits: string): string {
  const rows = encodeQR(digits, 'raw', { ecc: 'medium', encoding: 'numeric', border: EDGE })
  const path = rows.flatMap((row, y) => row.flatMap((dark, x) => dark ? [`M${x} ${y}h1v1h-1z`] : [])).join('')
  const side = rows.length
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"><rect width="${side}" height="${side}" fill="#fff"/><path d="${path}"/></svg>`
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}")`
}

import { createRequire } from 'node:module'

// A reader of clean QR pictures, written from the standard and sharing nothing with the library that draws them. It reads level M up to
// version 10, does not correct errors, and so accepts only a picture without a single wrong module in its data.

interface Image {
  width: number
  height: number
  data: Uint8Array
}

const require = createRequire(import.meta.url)
const { PNG } = createRequire(require.resolve('qrcode'))('pngjs') as { PNG: { sync: { read(png: Buffer): Image } } }

type Grid = boolean[][]

export function readQr(png: Buffer): { width: number, text: string } {
  const image = PNG.sync.read(png)
  const grid = modulesOf(image)
  return { width: image.width, text: textOf(dataCodewords(grid), versionOf(grid)) }
}

const versionOf = (grid: Grid): number => (grid.length - 17) / 4

/** Finds the code by its dark corner: the top left finder pattern is seven modules wide. */
function modulesOf({ width, height, data }: Image): Grid {
  const dark = (x: number, y: number): boolean => data[(y * width + x) * 4]! < 128
  const rows = Array.from({ length: height }, (_, y) => y)
  const top = rows.find(y => rows.some(x => dark(x, y)))!
  const left = rows.find(x => dark(x, top))!
  let end = left
  while (dark(end, top)) end++
  const module = (end - left) / 7
  const right = rows.findLast(x => dark(x, top))!
  const size = Math.round((right + 1 - left) / module)
  const centre = (n: number): number => Math.floor((n + 0.5) * module)
  return Array.from({ length: size }, (_, row) => Array.from({ length: size }, (_, column) => dark(left + centre(column), top + centre(row))))
}

const alignment: Readonly<Record<number, readonly number[]>> = {
  1: [], 2: [6, 18], 3: [6, 22], 4: [6, 26], 5: [6, 30], 6: [6, 34], 7: [6, 22, 38], 8: [6, 24, 42], 9: [6, 26, 46], 10: [6, 28, 50],
}

/** Data codewords of each block at error correction level M. */
const blocks: Readonly<Record<number, readonly number[]>> = {
  1: [16], 2: [28], 3: [44], 4: [32, 32], 5: [43, 43], 6: [27, 27, 27, 27], 7: [31, 31, 31, 31], 8: [38, 38, 39, 39],
  9: [36, 36, 36, 37, 37], 10: [43, 43, 43, 43, 44],
}

const masks: readonly ((row: number, column: number) => boolean)[] = [
  (i, j) => (i + j) % 2 === 0,
  i => i % 2 === 0,
  (_, j) => j % 3 === 0,
  (i, j) => (i + j) % 3 === 0,
  (i, j) => (Math.floor(i / 2) + Math.floor(j / 3)) % 2 === 0,
  (i, j) => ((i * j) % 2) + ((i * j) % 3) === 0,
  (i, j) => (((i * j) % 2) + ((i * j) % 3)) % 2 === 0,
  (i, j) => (((i + j) % 2) + ((i * j) % 3)) % 2 === 0,
]

function isFunction(version: number, size: number, row: number, column: number): boolean {
  if (row === 6 || column === 6) return true
  if (row < 9 && (column < 9 || column >= size - 8)) return true
  if (row >= size - 8 && column < 9) return true
  if (version >= 7 && ((row < 6 && column >= size - 11) || (column < 6 && row >= size - 11))) return true
  const centres = alignment[version]!
  const last = centres.at(-1)!
  return centres.some(y => centres.some(x =>
    Math.abs(row - y) <= 2 && Math.abs(column - x) <= 2 && !((y === 6 && (x === 6 || x === last)) || (y === last && x === 6))))
}

/** Reads the format beside the top left finder: level (must be M, 00) and mask, under the standard's own mask. */
function maskOf(grid: Grid): (row: number, column: number) => boolean {
  const bits = [0, 1, 2, 3, 4].map(column => Number(grid[8]![column])).join('')
  const format = Number.parseInt(bits, 2) ^ 0b10101
  if (format >> 3 !== 0) throw new Error('not error correction level M')
  return masks[format & 7]!
}

function dataCodewords(grid: Grid): number[] {
  const size = grid.length
  const version = versionOf(grid)
  const mask = maskOf(grid)
  const bits: number[] = []
  let upward = true
  for (let right = size - 1; right > 0; right -= 2, upward = !upward) {
    if (right === 6) right = 5
    for (let step = 0; step < size; step++) {
      const row = upward ? size - 1 - step : step
      for (const column of [right, right - 1]) {
        if (!isFunction(version, size, row, column)) bits.push(Number(grid[row]![column]! !== mask(row, column)))
      }
    }
  }
  const words = Array.from({ length: Math.floor(bits.length / 8) }, (_, i) => Number.parseInt(bits.slice(i * 8, i * 8 + 8).join(''), 2))
  const sizes = blocks[version]!
  const parts: number[][] = sizes.map(() => [])
  let next = 0
  for (let i = 0; i < Math.max(...sizes); i++) sizes.forEach((length, block) => i < length && parts[block]!.push(words[next++]!))
  return parts.flat()
}

const alphanumeric = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

function textOf(words: readonly number[], version: number): string {
  const bits = words.map(word => word.toString(2).padStart(8, '0')).join('')
  let at = 0
  const take = (count: number): number => Number.parseInt(bits.slice(at, at += count), 2)
  const wide = version > 9
  const bytes: number[] = []
  const add = (text: string): void => void bytes.push(...Buffer.from(text))
  for (let mode = take(4); mode > 0; mode = bits.length - at < 4 ? 0 : take(4)) {
    if (mode === 4) for (let left = take(wide ? 16 : 8); left > 0; left--) bytes.push(take(8))
    else if (mode === 2) {
      for (let left = take(wide ? 11 : 9); left > 0; left -= 2) {
        const pair = take(left > 1 ? 11 : 6)
        add(left > 1 ? alphanumeric[Math.floor(pair / 45)]! + alphanumeric[pair % 45]! : alphanumeric[pair]!)
      }
    }
    else if (mode === 1) {
      for (let left = take(wide ? 12 : 10); left > 0; left -= 3) {
        const digits = Math.min(left, 3)
        add(String(take([4, 7, 10][digits - 1]!)).padStart(digits, '0'))
      }
    }
    else throw new Error(`unknown mode ${mode}`)
  }
  return Buffer.from(bytes).toString('utf8')
}

import type { ShopInput } from '@/services/types'

/** How uni-app describes an opening of the app, at the launch and at every return to it. */
export interface EnterOptions {
  readonly path?: string
  readonly query?: Readonly<Record<string, string | undefined>>
  /** WeChat's number for the way in. */
  readonly scene?: number
}

export type Entry = ShopInput<'session.start'>

const SHARE_SCENES = new Set([1007, 1008, 1036, 1044, 1154, 1155])
const QR_SCENES = new Set([1011, 1012, 1013, 1025, 1031, 1032, 1047, 1048, 1049])
const SEARCH_SCENES = new Set([1005, 1006, 1027, 1042, 1053])
const CODE = /^[0-9A-Za-z]{6,16}$/

/** Where a visitor came from, and the short code of the share they followed (S1). */
export function readEntry({ path = '', query = {}, scene = 0 }: EnterOptions): Entry {
  const code = readCode(query)
  return { source: readSource(code, Boolean(query.scene), scene), code, path: path.slice(0, 200) }
}

/** The short code in a page's query: `c` of a shared card or link, or the scene of a mini-program code, which WeChat hands over percent-encoded. */
export function readCode(query: Readonly<Record<string, string | undefined>>): string | null {
  const code = query.c ?? decodeScene(query.scene).replace(/^c=/, '')
  return CODE.test(code) ? code : null
}

function readSource(code: string | null, scanned: boolean, scene: number): Entry['source'] {
  if (scanned || QR_SCENES.has(scene)) return 'qr'
  if (code || SHARE_SCENES.has(scene)) return 'share'
  return SEARCH_SCENES.has(scene) ? 'search' : 'direct'
}

function decodeScene(scene = ''): string {
  try {
    return decodeURIComponent(scene)
  } catch {
    return ''
  }
}

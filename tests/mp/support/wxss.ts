import { posix } from 'node:path'
import type { MiniProgram } from './files'

/** What tags of WeChat's are called in the harness. */
const TAGS: Record<string, string> = { page: '.mp-page', button: 'mp-button' }

/** All styles of a program as one sheet for a browser: that of the app first, every file once, rpx as parts of the screen's width. */
export function joinWxss(program: MiniProgram): string {
  const seen = new Set<string>()
  function read(file: string): string {
    if (seen.has(file) || !program.has(file)) return ''
    seen.add(file)
    return program.text(file).replace(/@import\s+["']([^"']+)["'];?/g, (_, path: string) => read(resolve(file, path)))
  }
  return ['app.wxss', ...program.ending('.wxss')].map(file => forBrowser(read(file))).join('\n')
}

function resolve(file: string, path: string): string {
  return path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(file), path)
}

function forBrowser(sheet: string): string {
  return sheet
    .replace(/(-?[\d.]+)rpx\b/g, 'calc(100vw * $1 / 750)')
    .replace(/(^|[},>\s])(page|button)(?=[\s,{.:>])/g, (_, before: string, tag: string) => before + TAGS[tag])
}

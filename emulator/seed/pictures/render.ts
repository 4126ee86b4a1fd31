import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright-core'
import { artwork } from './art/index'

// Draws every demo picture and the shop's own tab icons from their vector sources. Run by hand after a drawing changed
// (`npx tsx emulator/seed/pictures/render.ts [name…]`); the results are committed, so nobody needs a browser to run the shop.

const here = dirname(fileURLToPath(import.meta.url))
const appArt = resolve(here, '../../../src/assets/art')
const appStatic = resolve(here, '../../../src/static')
const limitBytes = 40 * 1024

interface Drawing {
  file: string
  svg: string
  width: number
  height: number
}

/** WeChat takes tab icons of at most 40 KB and 81×81; the same bound keeps the demo shop light. */
function appDrawings(): Drawing[] {
  return readdirSync(appArt).filter(name => name.endsWith('.svg')).map((name) => {
    const base = name.replace('.svg', '')
    const size = base === 'logo' ? 144 : 81
    const file = base.startsWith('tab-') ? `tab/${base.slice(4)}.png` : `${base}.png`
    return { file: resolve(appStatic, file), svg: readFileSync(resolve(appArt, name), 'utf8'), width: size, height: size }
  })
}

function demoDrawings(): Drawing[] {
  return artwork.map(({ file, svg, width, height }) => ({ file: resolve(here, file), svg, width, height }))
}

async function shoot(page: Page, drawing: Drawing): Promise<Buffer> {
  await page.setViewportSize({ width: drawing.width, height: drawing.height })
  const sized = drawing.svg.replace('<svg ', `<svg width="${drawing.width}" height="${drawing.height}" `)
  await page.setContent(`<style>*{margin:0}svg{display:block}</style>${sized}`)
  if (drawing.file.endsWith('.png')) return await page.screenshot({ type: 'png', omitBackground: true })
  for (let quality = 86; quality >= 40; quality -= 6) {
    const picture = await page.screenshot({ type: 'jpeg', quality })
    if (picture.length <= limitBytes) return picture
  }
  throw new Error(`${drawing.file} does not fit into ${limitBytes} bytes`)
}

const wanted = process.argv.slice(2)
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
})
const page = await browser.newPage()
for (const drawing of [...appDrawings(), ...demoDrawings()]) {
  if (wanted.length > 0 && !wanted.some(name => drawing.file.includes(name))) continue
  const picture = await shoot(page, drawing)
  if (picture.length > limitBytes) throw new Error(`${drawing.file}: ${picture.length} bytes`)
  mkdirSync(dirname(drawing.file), { recursive: true })
  writeFileSync(drawing.file, picture)
  process.stdout.write(`${picture.length}\t${drawing.file.split('/').slice(-2).join('/')}\n`)
}
await browser.close()

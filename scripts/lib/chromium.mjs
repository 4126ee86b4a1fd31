import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './run.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

const WELL_KNOWN = [
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

const ADVICE = `The browser tests need Chromium. Any of these will do:
  - Debian, Ubuntu:  sudo apt-get install -y chromium fonts-noto-cjk
  - anywhere:        npx playwright-core install chromium
  - one you have:    CHROMIUM_PATH=/path/to/chromium npm test`

/** The path of a Chromium: the one named in CHROMIUM_PATH, one installed on this machine, or Playwright's own. */
export async function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  const onPath = (process.env.PATH ?? '').split(delimiter).filter(Boolean).flatMap(folder => NAMES.map(name => join(folder, name)))
  const found = [...onPath, ...WELL_KNOWN].find(file => existsSync(file))
  if (found) return found
  const { chromium } = await import('playwright-core')
  const own = chromium.executablePath()
  return own && existsSync(own) ? own : undefined
}

/** Finds Chromium, installs it where that is possible without asking, or throws with what to do. */
export async function ensureChromium() {
  const found = await findChromium()
  if (found) return found
  console.log('No Chromium found; installing one …')
  for (const install of [fromDebian, fromPlaywright]) {
    await install().catch(error => console.log(`  ${error.message}`))
    const installed = await findChromium()
    if (installed) return installed
  }
  throw new Error(ADVICE)
}

async function fromDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], { env })
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], { env })
}

async function fromPlaywright() {
  await run('npx', ['playwright-core', 'install', 'chromium'])
}

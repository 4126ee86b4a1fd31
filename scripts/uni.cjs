// Runs uni-app's command line. It insists on src/manifest.json and src/pages.json and reads them before any plugin runs, while the source of
// the manifest is the one at the root: so it is copied first (and again whenever it changes, in dev). Without CI in the environment
// the command line also reports usage to its vendor once a day; this project reports nothing to anyone.
const fs = require('node:fs')
const path = require('node:path')

const root = path.resolve(__dirname, '..')
const source = path.join(root, 'manifest.json')
const copy = path.join(root, 'src', 'manifest.json')

function copyManifest() {
  const manifest = JSON.parse(fs.readFileSync(source, 'utf8'))
  // The appid of a real shop comes from the environment and never lands in the repository.
  if (process.env.WX_APPID) manifest['mp-weixin'].appid = process.env.WX_APPID
  const text = `${JSON.stringify(manifest, null, 2)}\n`
  if (!fs.existsSync(copy) || fs.readFileSync(copy, 'utf8') !== text) fs.writeFileSync(copy, text)
}

process.chdir(root)
// What is built for WeChat is meant to be uploaded, unless it is built to talk to a local cloud: it has no component gallery.
if (process.argv.includes('build') && process.argv.includes('mp-weixin') && !process.env.VITE_LOCAL_CLOUD) process.env.LINTUAN_RELEASE ??= '1'
process.env.CI ||= '1'
copyManifest()
if (process.argv[2] !== 'build') fs.watchFile(source, { interval: 1000 }, copyManifest).unref()
require('@dcloudio/vite-plugin-uni/bin/uni.js')

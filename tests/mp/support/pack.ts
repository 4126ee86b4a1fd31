import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { MiniProgram } from './files'
import { compileWxml } from './wxml'
import { joinWxss } from './wxss'

const RUNTIME = fileURLToPath(new URL('../runtime', import.meta.url))

/** The parameters WeChat gives a file; the rest of a browser is named so that nothing of it is to be had. */
const PARAMETERS = 'require, module, exports, wx, App, Page, Component, Behavior, getApp, getCurrentPages, window, document, navigator, location, localStorage, fetch'

const HTML = `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>mini-program</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="style.css">
<body><script src="program.js"></script><script src="runtime.js"></script></body>
</html>
`

/** Makes of a compiled mini-program a folder that a browser can open: the program, its styles and the runtime that stands for WeChat. */
export async function pack(from: string, to: string): Promise<void> {
  const program = new MiniProgram(from)
  rmSync(to, { recursive: true, force: true })
  mkdirSync(to, { recursive: true })
  writeFileSync(join(to, 'index.html'), HTML)
  writeFileSync(join(to, 'program.js'), programScript(program))
  writeFileSync(join(to, 'style.css'), `${readFileSync(join(RUNTIME, 'base.css'), 'utf8')}\n${joinWxss(program)}`)
  if (existsSync(join(from, 'static'))) cpSync(join(from, 'static'), join(to, 'static'), { recursive: true })
  await build({
    entryPoints: [join(RUNTIME, 'main.ts')],
    outfile: join(to, 'runtime.js'),
    bundle: true,
    format: 'iife',
    charset: 'utf8',
    logLevel: 'warning',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
}

function programScript(program: MiniProgram): string {
  const configs = Object.fromEntries(program.ending('.json').map(file => [file.slice(0, -'.json'.length), program.json(file)]))
  const modules = program.ending('.js').map(file => `${JSON.stringify(file)}: function (${PARAMETERS}) {\n${program.text(file)}\n}`)
  return `window.packed = {
app: ${JSON.stringify(program.app)},
configs: ${JSON.stringify(configs)},
templates: (function () { return ${compileWxml(program).code} })(),
modules: {
${modules.join(',\n')}
} }
`
}

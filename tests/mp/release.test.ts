import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { releaseBuild } from './support/builds'
import { MiniProgram } from './support/files'
import { PICTURES } from './support/phone'
import { compileWxml } from './support/wxml'

const MB = 1024 * 1024
const KB = 1024
/** WeChat allows 2 MB for each; what is left is room to grow. */
const BUDGET = { main: 1 * MB, other: 1.5 * MB }

/** Text that may stand in a file without anything being fetched: the name of XML's SVG, WeChat's own hosts, and a help text of Vue's. */
const HARMLESS_HOSTS = /^(www\.w3\.org|(\w+\.)*(weixin|wx|servicewechat)\.(qq\.)?com|vuejs\.org)$/

let program: MiniProgram

beforeAll(async () => {
  program = new MiniProgram(await releaseBuild())
})

describe('the mini-program as it is uploaded', () => {
  it('stays within its size budget, package by package', () => {
    const roots = (program.app.subPackages ?? []).map(({ root }) => root.replace(/\/$/, ''))
    const sizes = new Map(['main', ...roots].map(name => [name, 0]))
    for (const file of program.files) {
      const name = roots.find(root => file.startsWith(`${root}/`)) ?? 'main'
      sizes.set(name, (sizes.get(name) ?? 0) + program.bytes(file))
    }
    const lines = [...sizes].map(([name, bytes]) => `${name.padEnd(14)}${(bytes / KB).toFixed(1).padStart(8)} KB`)
    console.log(lines.join('\n'))
    mkdirSync(PICTURES, { recursive: true })
    writeFileSync(join(PICTURES, 'sizes.txt'), `${lines.join('\n')}\n`)
    const tooLarge = [...sizes].filter(([name, bytes]) => bytes > (name === 'main' ? BUDGET.main : BUDGET.other))
    expect(tooLarge).toEqual([])
    expect(sizes.get('main')).toBeGreaterThan(0)
  })

  it('has templates that WeChat\'s compiler accepts without a word', () => {
    const { count, problems } = compileWxml(program)
    expect(problems).toEqual([])
    expect(count).toBeGreaterThan(program.pages.length)
  })

  it('names no host outside WeChat and reports to nobody', () => {
    expect(textFiles().flatMap(file => strangersIn(file))).toEqual([])
  })

  it('has neither the gallery nor anything of the local cloud in it', () => {
    const found = textFiles().flatMap(file => [/pages-dev/, /组件陈列/, /x-lintuan-person/, /lintuan:person/, /切换演示身份/]
      .filter(pattern => pattern.test(file) || pattern.test(program.text(file))).map(pattern => `${file}: ${pattern.source}`))
    expect(found).toEqual([])
  })

  it('does not tell where it was built', () => {
    expect(textFiles().filter(file => program.text(file).includes(process.cwd()))).toEqual([])
  })

  it('has an app.json whose pages all exist', () => {
    const { subPackages = [], preloadRule = {} } = program.app
    expect(program.pages.length).toBeGreaterThan(4)
    const missing = program.pages.flatMap(page => ['.js', '.json', '.wxml'].map(extension => page + extension).filter(file => !program.has(file)))
    expect(missing).toEqual([])
    expect(Object.keys(preloadRule).filter(page => !program.pages.includes(page))).toEqual([])
    const roots = subPackages.map(({ root }) => root)
    expect(Object.values(preloadRule).flatMap(({ packages }) => packages).filter(name => !roots.includes(name))).toEqual([])
  })

  it('has tabs as WeChat wants them: two to five, in the main package, with icons of at most 40 KB', () => {
    const { tabBar, pages } = program.app
    const list = tabBar?.list ?? []
    expect(list.length).toBeGreaterThanOrEqual(2)
    expect(list.length).toBeLessThanOrEqual(5)
    expect(list.map(tab => tab.pagePath).filter(page => !pages.includes(page))).toEqual([])
    const icons = list.flatMap(tab => [tab.iconPath, tab.selectedIconPath])
    expect(icons.filter(icon => !existsSync(join(program.folder, icon)) || program.bytes(icon) > 40 * KB)).toEqual([])
  })

  it('uses only components that it contains, and none of another subpackage', () => {
    const roots = (program.app.subPackages ?? []).map(({ root }) => root)
    const packageOf = (file: string): string => roots.find(root => file.startsWith(`${root}/`)) ?? ''
    const wrong = program.ending('.json').flatMap((file) => {
      const { usingComponents = {} } = program.json<{ usingComponents?: Record<string, string> }>(file)
      return Object.values(usingComponents)
        .map(path => path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(file), path))
        .filter(path => !program.has(`${path}.wxml`) || !['', packageOf(file)].includes(packageOf(path)))
        .map(path => `${file}: ${path}`)
    })
    expect(wrong).toEqual([])
  })
})

function textFiles(): string[] {
  return program.files.filter(file => /\.(js|json|wxml|wxss|wxs|svg)$/.test(file))
}

function strangersIn(file: string): string[] {
  const text = program.text(file)
  const hosts = [...text.matchAll(/(?:https?:)?\/\/([a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+)/gi)].map(match => match[1] ?? '').filter(host => !HARMLESS_HOSTS.test(host))
  const reports = ['preloadAssets', 'tongji', 'dcloud.net.cn', 'at.alicdn.com', 'reportAnalytics'].filter(word => text.includes(word))
  return [...hosts, ...reports].map(found => `${file}: ${found}`)
}

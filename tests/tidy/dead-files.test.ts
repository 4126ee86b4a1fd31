import { describe, expect, it } from 'vitest'
import { codeFiles, files, importsOf, resolveImport, textOf } from './sources'

interface Pages { pages: { path: string }[]; subPackages?: { root: string; pages: { path: string }[] }[] }

/** The pages of the app, which the framework loads by name. */
function pages(): string[] {
  const { pages: main, subPackages = [] } = JSON.parse(textOf('src/pages.json').replace(/^\s*\/\/.*$/gm, '')) as Pages
  return [...main.map(page => page.path), ...subPackages.flatMap(sub => sub.pages.map(page => `${sub.root}/${page.path}`))].map(path => `src/${path}.vue`)
}

/** Where something other than an import begins. */
function entries(): string[] {
  return [
    ...codeFiles.filter(path => /^cloudfunctions\/functions\/[^/]+\/index\.ts$/.test(path)),
    ...codeFiles.filter(path => /^scripts\/[^/]+$/.test(path)),
    ...codeFiles.filter(path => path.endsWith('.d.ts') || path.endsWith('.d.mts')),
    ...codeFiles.filter(path => /\.config\.(ts|mjs|js)$/.test(path)),
    ...pages(),
    'src/main.ts', 'src/App.vue', 'emulator/cli.ts',
    // Draws the demo shop's pictures anew; run by hand.
    'emulator/seed/pictures/render.ts',
  ]
}

const code = new Set(codeFiles)

function reachable(from: readonly string[]): Set<string> {
  const seen = new Set<string>()
  const queue = [...from]
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path) || !code.has(path)) continue
    seen.add(path)
    for (const specifier of importsOf(path)) {
      const target = resolveImport(path, specifier)
      if (target === undefined) continue
      queue.push(target)
      // A folder named by address: what is started in it is named beside.
      queue.push(...codeFiles.filter(file => file.startsWith(`${target}/`) && textOf(path).includes(file.slice(target.length + 1))))
    }
  }
  return seen
}

describe('files', () => {
  it('every module of the product is used by the product, not by tests alone', () => {
    const used = reachable(entries())
    // Tools of tests and of whoever works on the shop, which the product itself has no use for.
    const forTests = reachable(codeFiles.filter(path => path.startsWith('tests/') && (path.endsWith('.test.ts') || startedByOthers(path))))
    const dead = codeFiles.filter(path => /^(cloudfunctions|src)\//.test(path) && !used.has(path))
    const deadHere = codeFiles.filter(path => /^(emulator|scripts\/lib|tests)\//.test(path) && !path.endsWith('.test.ts') && !used.has(path) && !forTests.has(path))
    expect([...dead, ...deadHere].filter(path => !startedByOthers(path))).toEqual([])
  })

  it('every page the app names is there', () => {
    expect(pages().filter(path => !files.includes(path))).toEqual([])
  })
})

/** Named in a configuration, or a fixture that its test builds or starts by path. */
function startedByOthers(path: string): boolean {
  const name = path.split('/').at(-1) ?? path
  return ['vitest.config.ts', 'vite.config.ts', 'package.json'].some(config => textOf(config).includes(path) || textOf(config).includes(`./${path}`))
    || (path.startsWith('tests/') && codeFiles.some(other => other.startsWith('tests/') && other !== path && textOf(other).includes(name)))
}

import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { codeFiles, importsOf, parse, resolveImport, visit } from './sources'

interface Layer {
  /** Folders of the project a file here may import from, its own included. */
  readonly from: readonly string[]
  /** Packages a file here may import; undefined for any, `node:` modules with them. */
  readonly packages?: readonly string[]
}

const C = 'cloudfunctions'

/** The longest folder that a file lies in decides. */
const LAYERS: Readonly<Record<string, Layer>> = {
  [`${C}/domain/`]: { from: [`${C}/domain/`], packages: [] },
  [`${C}/contract/`]: { from: [`${C}/contract/`], packages: ['valibot'] },
  [`${C}/ports/`]: { from: [`${C}/ports/`, `${C}/domain/`, `${C}/contract/`], packages: [] },
  [`${C}/usecases/`]: { from: [`${C}/usecases/`, `${C}/domain/`, `${C}/contract/`, `${C}/ports/`], packages: ['valibot'] },
  [`${C}/adapters/`]: { from: [`${C}/adapters/`, `${C}/domain/`, `${C}/contract/`, `${C}/ports/`, `${C}/usecases/handle-call`] },
  [`${C}/functions/`]: { from: [`${C}/adapters/`, `${C}/contract/`, `${C}/usecases/`], packages: [] },
  'src/': { from: ['src/'] },
  'src/services/': { from: ['src/', `${C}/contract/`] },
  'emulator/': { from: ['emulator/', `${C}/contract/`] },
}

function layerOf(path: string): [string, Layer] | undefined {
  return Object.entries(LAYERS).filter(([folder]) => path.startsWith(folder)).sort(([a], [b]) => b.length - a.length)[0]
}

function packageOf(specifier: string): string {
  return specifier.startsWith('node:') ? specifier : specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
}

describe('layers', () => {
  it('every import stays within what its layer may know', () => {
    const wrong: string[] = []
    for (const path of codeFiles) {
      const layer = layerOf(path)
      if (!layer) continue
      const [folder, { from, packages }] = layer
      for (const specifier of importsOf(path)) {
        const target = resolveImport(path, specifier)
        if (target?.startsWith('missing:')) continue
        if (target !== undefined && !from.some(allowed => target.startsWith(allowed))) wrong.push(`${path}: ${folder} must not import ${target}`)
        if (target === undefined && packages && !packages.includes(packageOf(specifier))) wrong.push(`${path}: ${folder} must not import ${specifier}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('what runs on the phone takes types alone from the contract', () => {
    const wrong: string[] = []
    for (const path of codeFiles.filter(file => file.startsWith('src/'))) {
      visit(parse(path), (node) => {
        if (!ts.isImportDeclaration(node) && !ts.isExportDeclaration(node)) return
        const specifier = node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : ''
        const typeOnly = ts.isImportDeclaration(node) ? node.importClause?.isTypeOnly : node.isTypeOnly
        if (specifier.includes('cloudfunctions/') && !typeOnly) wrong.push(`${path}: ${specifier}`)
      })
    }
    expect(wrong).toEqual([])
  })

  it('imports of our own files lead somewhere', () => {
    const missing = codeFiles.flatMap(path => importsOf(path).filter(specifier => resolveImport(path, specifier)?.startsWith('missing:')).map(specifier => `${path}: ${specifier}`))
    // Built before its test runs.
    expect(missing.filter(line => !line.includes('dist/'))).toEqual([])
  })
})

/** Time, chance and the outside come through ports, so that a test decides them. */
const BANNED_ACCESS = new Set(['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID', 'process.env'])
const BANNED_NAMES = new Set(['console', 'setTimeout', 'setInterval', 'setImmediate', 'fetch'])

describe('domain and use cases', () => {
  it('read no clock, no chance and no surroundings of their own', () => {
    const wrong: string[] = []
    for (const path of codeFiles.filter(file => /^cloudfunctions\/(domain|contract|ports|usecases)\//.test(file))) {
      const say = (node: ts.Node): void => void wrong.push(`${path}: ${node.getText()}`)
      visit(parse(path), (node) => {
        if (ts.isPropertyAccessExpression(node) && BANNED_ACCESS.has(node.getText())) say(node)
        if (ts.isIdentifier(node) && BANNED_NAMES.has(node.text) && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)) say(node)
        if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) say(node)
        if (ts.isCallExpression(node) && node.expression.getText() === 'Date') say(node)
      })
    }
    expect(wrong).toEqual([])
  })

  it('the domain waits for nothing', () => {
    const wrong: string[] = []
    for (const path of codeFiles.filter(file => file.startsWith('cloudfunctions/domain/'))) {
      visit(parse(path), (node) => {
        if (node.kind === ts.SyntaxKind.AsyncKeyword || ts.isAwaitExpression(node)) wrong.push(path)
      })
    }
    expect(wrong).toEqual([])
  })

  it('no code is typed as anything', () => {
    const wrong: string[] = []
    for (const path of codeFiles.filter(file => !file.endsWith('js'))) {
      visit(parse(path), (node) => {
        if (node.kind === ts.SyntaxKind.AnyKeyword) wrong.push(`${path}: ${node.parent.getText().slice(0, 80)}`)
      })
    }
    expect(wrong).toEqual([])
  })
})

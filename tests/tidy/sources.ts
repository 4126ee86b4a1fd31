import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Made by builds and installs, or nobody's source. */
const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.data', 'coverage', 'test-artifacts'])
const MADE = new Set(['src/manifest.json'])
const CODE = /\.(ts|mts|vue|mjs|cjs)$/
const TEXT = /\.(ts|mts|vue|mjs|cjs|json|md|scss|html|svg|wxs|txt)$|(^|\/)(run|LICENSE|\.npmrc|\.gitignore)$/

/** Every file of the project, as paths with forward slashes from its root. */
export const files: readonly string[] = walk(ROOT).map(path => relative(ROOT, path).split(sep).join('/')).filter(path => !MADE.has(path)).sort()
export const codeFiles = files.filter(path => CODE.test(path))
export const textFiles = files.filter(path => TEXT.test(path))

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? walk(path) : entry.isFile() ? [path] : []
  })
}

const texts = new Map<string, string>()

export function textOf(path: string): string {
  let text = texts.get(path)
  if (text === undefined) texts.set(path, text = readFileSync(join(ROOT, path), 'utf8'))
  return text
}

/** The code of a file; of a component, what its script blocks say. */
export function parse(path: string): ts.SourceFile {
  const text = path.endsWith('.vue') ? [...textOf(path).matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(match => match[1]).join('\n') : textOf(path)
  return ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true, path.endsWith('js') ? ts.ScriptKind.JS : ts.ScriptKind.TS)
}

export function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node)
  ts.forEachChild(node, child => visit(child, look))
}

const imports = new Map<string, readonly string[]>()

/** What a file imports, exports from, requires or names by `new URL(…, import.meta.url)`, as it is written. */
export function importsOf(path: string): readonly string[] {
  const known = imports.get(path)
  if (known) return known
  const found: string[] = []
  visit(parse(path), (node) => {
    const literal = ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
        ? node.argument.literal
        : ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require')
          ? node.arguments[0]
          : ts.isNewExpression(node) && node.expression.getText() === 'URL' && node.arguments?.[1]?.getText() === 'import.meta.url'
            ? node.arguments[0]
            : undefined
    if (literal && ts.isStringLiteral(literal)) found.push(literal.text)
  })
  imports.set(path, found)
  return found
}

const ENDINGS = ['', '.ts', '.vue', '.mjs', '.cjs', '.d.ts', '/index.ts', '/index.vue', '/index.mjs']

/** The project's file an import means; undefined for packages and Node's own modules. */
export function resolveImport(from: string, specifier: string): string | undefined {
  const target = specifier.startsWith('@/') ? `src/${specifier.slice(2)}` : specifier.startsWith('.') ? posix.join(dirname(from).split(sep).join('/'), specifier) : undefined
  if (target === undefined) return undefined
  for (const ending of ENDINGS) {
    const path = posix.normalize(`${target}${ending}`)
    if (known.has(path)) return path
  }
  return existsSync(join(ROOT, target)) ? target : `missing:${target}`
}

const known = new Set(files)

import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { codeFiles, parse, textOf, visit } from './sources'

/** Ids in the table of ARCHITECTURE.md: `| S8, S56 | …`, `| L1–L6 | …`. */
function promisedIds(): string[] {
  const rows = textOf('ARCHITECTURE.md').match(/^\| (?:[SXIL]\d+(?:[–,] ?)?)+ \|/gm) ?? []
  return rows.flatMap(row => [...row.matchAll(/([SXIL])(\d+)(?:–[SXIL](\d+))?/g)].flatMap(([, letter, from, to]) =>
    Array.from({ length: Number(to ?? from) - Number(from) + 1 }, (_, index) => `${letter}${Number(from) + index}`)))
}

/** Titles of tests and of what groups them. */
function titles(path: string): string[] {
  const found: string[] = []
  visit(parse(path), (node) => {
    if (!ts.isCallExpression(node)) return
    const [title] = node.arguments
    if (title && /^(it|describe|test)\b/.test(node.expression.getText()) && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))) found.push(title.getText())
  })
  return found
}

describe('what is promised', () => {
  it('has a test that carries its id', () => {
    const tested = new Set(codeFiles.filter(path => path.startsWith('tests/') && path.endsWith('.test.ts')).flatMap(titles).flatMap(title => {
      // `L1 to L6` stands for all of them.
      const ranges = [...title.matchAll(/\b([SXIL])(\d+)(?: to | ?– ?)[SXIL](\d+)\b/g)].flatMap(([, letter, from, to]) => Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => `${letter}${Number(from) + index}`))
      return [...ranges, ...title.match(/\b[SXIL]\d+\b/g) ?? []]
    }))
    const promised = promisedIds()
    expect(promised.length).toBeGreaterThan(60)
    expect(promised.filter(id => !tested.has(id))).toEqual([])
  })
})

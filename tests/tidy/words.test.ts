import { homedir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { codeFiles, ROOT, textFiles, textOf } from './sources'

/** Put together here so that this file does not find itself. */
const word = (...parts: string[]): string => parts.join('')

function linesWith(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap(path => textOf(path).split('\n').flatMap((line, index) => pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 100)}`] : []))
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

describe('words', () => {
  it('nothing is left to do later', () => {
    expect(linesWith(textFiles.filter(path => path !== 'package-lock.json'), new RegExp(word('\\b(TO', 'DO|FIX', 'ME|X', 'XX)\\b')))).toEqual([])
  })

  it('no test is left out or runs alone', () => {
    expect(linesWith(codeFiles, new RegExp(word('\\b(it|describe|test)\\.(on', 'ly|sk', 'ip|to', 'do)\\(')))).toEqual([])
  })

  it('no file knows the machine it was written on, or where its packages came from', () => {
    const here = [ROOT.replace(/\/$/, ''), `${homedir()}/`].filter(path => path.length > 4)
    const places = new RegExp([...here.map(path => `${escaped(path)}(?![\\w-])`), word('(^|[\\s"\'`=(:])/(Us', 'ers|ho', 'me)/\\w'), word('regi', 'stry\\.[\\w-]+\\.\\w+'), word('npm', 'mirror'), word('artifac', 'tory')].join('|'))
    expect(linesWith(textFiles, places)).toEqual([])
  })

  it('the lock file says what, not from where', () => {
    expect(linesWith(['package-lock.json'], new RegExp(word('"resol', 'ved"')))).toEqual([])
  })

  it('Chinese stands in the copy, the local cloud, the demo data, messages, WeChat\'s bills and tests, nowhere else', () => {
    const places = /^(src\/copy\/|emulator\/|tests\/|scripts\/|cloudfunctions\/usecases\/effects\/texts\.ts|cloudfunctions\/adapters\/wechat-pay\/bill-rows\.ts|src\/pages-dev\/|manifest\.json|src\/pages\.json|README\.zh-CN\.md)/
    const withoutComments = (text: string): string => text.replace(/\/\*[^]*?\*\/|<!--[^]*?-->|\/\/.*$/gm, '')
    const wrong = codeFiles.filter(path => !places.test(path) && /[\u4e00-\u9fff]/.test(withoutComments(textOf(path))))
    expect(wrong).toEqual([])
  })
})

/** Files worth reading in one go. A test may tell a longer story. */
const LONG_ENOUGH = 300
const LONG_ENOUGH_FOR_A_TEST = 400

describe('size', () => {
  it('no file is longer than can be read in one go', () => {
    const lines = (path: string): number => textOf(path).split('\n').length - 1
    const long = codeFiles.filter(path => lines(path) > (path.endsWith('.test.ts') ? LONG_ENOUGH_FOR_A_TEST : LONG_ENOUGH))
    expect(long.map(path => `${path}: ${lines(path)}`)).toEqual([])
  })
})

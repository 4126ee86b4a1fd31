import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const named = [...readFileSync('emulator/COVERAGE.md', 'utf8').matchAll(/`(tests\/[\w./-]+)`/g)].map(([, path = '']) => path)

describe('the table of what is shown', () => {
  it('names tests that are there', () => {
    expect(named.filter(path => !existsSync(path))).toEqual([])
  })

  it('leaves no test file of the local cloud out', () => {
    const there = ['emulator', 'console'].flatMap(folder => (readdirSync(`tests/${folder}`, { recursive: true }) as string[]).map(path => `tests/${folder}/${path.replaceAll('\\', '/')}`))
    expect(there.filter(path => path.endsWith('.test.ts') && !named.includes(path))).toEqual([])
  })

  it('has a test for every promise', () => {
    const promises = readFileSync('emulator/COVERAGE.md', 'utf8').split('\n').filter(line => line.startsWith('| ') && !line.startsWith('| promise'))
    expect(promises.length).toBeGreaterThan(40)
    expect(promises.filter(line => !line.includes('`tests/'))).toEqual([])
  })
})

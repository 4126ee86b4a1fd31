import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

describe('what tests of the local cloud share', () => {
  it('has no hooks: files share loaded modules, so that those of a helper would belong to the first file alone', () => {
    const helpers = (readdirSync('tests/emulator', { recursive: true }) as string[]).filter(path => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    expect(helpers.length).toBeGreaterThan(5)
    expect(helpers.filter(path => /^(after|before)(Each|All)\(/m.test(readFileSync(join('tests/emulator', path), 'utf8')))).toEqual([])
  })
})

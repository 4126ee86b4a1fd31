import { describe, expect, it } from 'vitest'
import { judge } from '../../scripts/lib/audit.mjs'
import { isAllowed, unlicensed } from '../../scripts/lib/licences.mjs'

const under = (...expressions: string[]) => ({ name: 'some', version: '1.0.0', licenses: expressions.map(expression => ({ expression })) })

describe('what comes into the project', () => {
  it.each([
    ['MIT', true], ['(MIT OR GPL-3.0-only)', true], ['(MIT AND Zlib)', true], ['Apache-2.0 AND (GPL-2.0-only OR MIT)', true],
    ['GPL-3.0-only', false], ['(MIT AND GPL-3.0-only)', false], ['AGPL-3.0-or-later', false], ['SEE LICENSE IN LICENSE', false], ['', false], ['(MIT', false], ['MIT)', false], ['UNLICENSED', false],
  ])('a licence written %j: %s', (expression, allowed) => expect(isAllowed(expression)).toBe(allowed))

  it('a package without a licence, or under another than was looked at, does not come in', () => {
    expect(unlicensed([under('MIT'), under(), under('GPL-3.0-only'), under('MIT', 'GPL-3.0-only')])).toEqual([
      'some@1.0.0: states no licence', 'some@1.0.0: GPL-3.0-only', 'some@1.0.0: MIT AND GPL-3.0-only',
    ])
    expect(unlicensed([{ ...under(), name: 'exif-parser', version: '0.1.12' }])).toEqual([])
    expect(unlicensed([{ ...under(), name: 'exif-parser', version: '0.2.0' }])).toEqual(['exif-parser@0.2.0: states no licence'])
    expect(unlicensed([{ ...under('GPL-3.0-only'), name: 'exif-parser', version: '0.1.12' }])).toEqual(['exif-parser@0.1.12: GPL-3.0-only'])
  })

  it('an audit ends the build for what is high or critical, tells the rest, and says when nobody could be asked', () => {
    const report = (severity: string) => ({ vulnerabilities: { some: { name: 'some', severity, range: '<2' } }, metadata: { vulnerabilities: { [severity]: 1, total: 1 } } })
    expect(judge({ code: 1, out: JSON.stringify(report('critical')) })).toEqual({ ok: false, text: 'npm audit: 1 critical\n  critical: some <2' })
    expect(judge({ code: 1, out: JSON.stringify(report('high')) }).ok).toBe(false)
    expect(judge({ code: 1, out: JSON.stringify(report('moderate')) })).toEqual({ ok: true, text: 'npm audit: 1 moderate' })
    expect(judge({ code: 0, out: JSON.stringify({ vulnerabilities: {}, metadata: { vulnerabilities: { total: 0 } } }) })).toEqual({ ok: true, text: 'npm audit: nothing known' })
    expect(judge({ code: 1, out: JSON.stringify({ error: { code: 'ENOAUDIT' } }) })).toMatchObject({ ok: true, text: expect.stringContaining('SKIPPED') as string })
    expect(judge({ code: 1, out: '' }).text).toContain('SKIPPED')
  })
})

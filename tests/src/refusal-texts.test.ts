import { describe, expect, it } from 'vitest'
import { contract } from '../../cloudfunctions/contract'
import { refusalCopy } from '@/copy/refusal'

describe('refusal texts', () => {
  const given = Object.values(contract).flatMap(procedures => Object.values(procedures)).flatMap(procedure => procedure.refusals as readonly string[])

  it('say something in Chinese for every refusal the contract gives, and for nothing else', () => {
    const wanted = [...new Set([...given, 'not_allowed', 'busy'])].sort()
    expect(Object.keys(refusalCopy).sort()).toEqual(wanted)
    for (const text of Object.values(refusalCopy)) expect(text).toMatch(/\p{Script=Han}{3,}/u)
  })
})

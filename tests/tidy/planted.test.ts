import { describe, expect, it } from 'vitest'
import { leaksIn, PLANTED, SERVER_ONLY } from '../../scripts/lib/planted.mjs'
import { REQUIRED_NAMES } from '../../scripts/deploy'

describe('the scan of what is built', () => {
  it('S12: finds every planted secret, in clear and in base64, a private key, a person, and a name the app must not know', () => {
    for (const [name, value] of Object.entries(PLANTED)) {
      expect(leaksIn(`const a="${value}"`)).toEqual([`the value of ${name}`])
      expect(leaksIn(`const a="${Buffer.from(value).toString('base64')}"`)).toEqual([`the value of ${name}`])
    }
    expect(leaksIn(`-----BEGIN PRIVATE KEY-----\n${'M'.repeat(40)}`)).toEqual(['a private key'])
    expect(leaksIn(`AKID${'x'.repeat(32)}`)).toEqual(['a key id of Tencent Cloud'])
    expect(leaksIn('tel:13812345678')).toEqual(['13812345678'])
    expect(leaksIn('process.env.LINTUAN_DATA_KEY', SERVER_ONLY)).toEqual(['LINTUAN_DATA_KEY'])
    expect(leaksIn('nothing of the kind')).toEqual([])
  })

  it('S12: plants whatever a deployment must be given and nobody may see', () => {
    const open = ['TCB_ENV', 'LINTUAN_APPID', 'LINTUAN_NOTIFY_URL']
    expect(REQUIRED_NAMES.filter(name => !open.includes(name) && !(name in PLANTED))).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { readConfig } from '../../../emulator/project-config'
import { deploymentProblems, remainingSteps } from '../../../scripts/deploy'

const complete = {
  TENCENTCLOUD_SECRETID: 'id', TENCENTCLOUD_SECRETKEY: 'key', TCB_ENV: 'shop-1', LINTUAN_APPID: 'wx1', LINTUAN_APP_SECRET: 's', LINTUAN_MCHID: '16',
  LINTUAN_MCH_SERIAL: 'AB', LINTUAN_MCH_KEY: 'MII', LINTUAN_APIV3_KEY: 'k'.repeat(32), LINTUAN_NOTIFY_URL: 'https://shop.example.com/pay-notify',
  LINTUAN_DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
}

describe('what a deployment needs', () => {
  it('X11: opens nothing but the payment notifications to HTTP access', () => {
    expect(readConfig('cloudbaserc.json').http).toEqual({ 'pay-notify': '/pay-notify' })
  })

  it('is all there, or named', () => {
    expect(deploymentProblems(complete)).toEqual([])
    expect(deploymentProblems({})).toHaveLength(11)
    expect(deploymentProblems({ ...complete, TCB_ENV: '' })).toEqual([expect.stringMatching(/^TCB_ENV is missing/)])
  })

  it('is checked for shape where a mistake is easy', () => {
    expect(deploymentProblems({ ...complete, LINTUAN_APIV3_KEY: 'short' })).toEqual(['LINTUAN_APIV3_KEY must have 32 characters'])
    expect(deploymentProblems({ ...complete, LINTUAN_DATA_KEY: 'c2hvcnQ=' })).toEqual(['LINTUAN_DATA_KEY must be 32 bytes in base64, 44 characters'])
    expect(deploymentProblems({ ...complete, LINTUAN_NOTIFY_URL: 'http://shop.example.com/?a=1' })).toHaveLength(1)
    expect(deploymentProblems({ ...complete, LINTUAN_PAY_KEY_ID: 'PUB_KEY_ID_1' })).toEqual([expect.stringContaining('belong together')])
  })

  it('includes what has to be set by hand, down to each index', () => {
    const project = readConfig('cloudbaserc.json')
    const text = remainingSteps(project).join('\n')
    expect(text).toContain('"pay-notify": {"invoke": false}')
    for (const { name } of project.database.indexes) expect(text).toContain(name)
  })
})

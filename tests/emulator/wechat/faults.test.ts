import { describe, expect, it } from 'vitest'
import { areas } from '../../../emulator/console/faults/points'
import { routes } from '../../../emulator/wechat/routes'
import { openApi, type Phone } from './support/api'

const endpoints = routes.map(([path, name]) => [name, path] as const)

/** What is asked makes no sense to any endpoint, so that each has a refusal of its own or, asking for nothing, an answer. */
async function answerOf(phone: Phone, path: string, token: string): Promise<unknown> {
  try {
    const { errcode } = await phone.post(path, {}, token)
    return errcode ?? 0
  }
  catch (error) {
    return (error as { code?: unknown }).code
  }
}

describe('every endpoint', () => {
  it.each(endpoints)('%s is limited, fails and breaks off as asked, alone', async (name, path) => {
    const phone = openApi()
    const token = await phone.token()
    const usual = await answerOf(phone, path, token)
    const [other = ''] = endpoints.filter(([another]) => another !== name).map(([, elsewhere]) => elsewhere)
    const usualElsewhere = await answerOf(phone, other, token)
    for (const [kind, expected] of [['rate-limited', 45009], ['error-before', -1], ['error-after', -1], ['reset-before', 'ECONNRESET'], ['reset-after', 'ECONNRESET'], ['delay', usual]] as const) {
      phone.faults.add({ point: `wechat:${name}`, kind, ms: 1 })
      expect(await answerOf(phone, other, token)).toBe(usualElsewhere)
      expect(await answerOf(phone, path, token), kind).toBe(expected)
      expect(await answerOf(phone, path, token), `after ${kind}`).toBe(usual)
    }
  })

  it('can be chosen in the console', () => {
    const points = areas.flatMap(area => area.points)
    expect(endpoints.map(([name]) => `wechat:${name}`).filter(point => !points.includes(point))).toEqual([])
  })
})

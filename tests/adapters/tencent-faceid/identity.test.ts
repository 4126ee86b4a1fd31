import { describe, expect, it } from 'vitest'
import { faceIdentity } from '../../../cloudfunctions/adapters/tencent-faceid/identity'
import { VirtualClock } from '../../../emulator/control/clock'
import { StateFile } from '../../../emulator/control/state'
import { FACEID_ACCOUNT, FaceId, NAME_DIFFERS } from '../../../emulator/tencent-faceid'
import { serve, toFetch } from '../support/http-server'

const PERSON = { reference: 'farm:2', name: '林一', idNumber: '11010519491231002X' }

async function stand(account: Partial<typeof FACEID_ACCOUNT> = {}, skewMs = 0) {
  const clock = new VirtualClock({ mode: 'frozen', at: Date.UTC(2026, 4, 1, 2) })
  const peer = new FaceId(clock, new StateFile())
  const baseUrl = await serve(toFetch(peer.app, ''))
  return { clock, peer, identity: faceIdentity({ ...FACEID_ACCOUNT, ...account, baseUrl, now: () => clock.now() + skewMs }) }
}

describe('checks of real name and face at Tencent Cloud', () => {
  it('S76: a check is begun, waits for the person, and is passed', async () => {
    const { peer, identity } = await stand()
    const begun = await identity.begin(PERSON)
    if (begun.outcome !== 'begun') throw new Error(JSON.stringify(begun))
    expect(peer.checks()).toMatchObject([{ token: begun.token, name: '林一', idCard: PERSON.idNumber, extra: 'farm:2' }])
    expect(await identity.result(begun.token)).toEqual({ outcome: 'waiting' })
    expect(peer.finish(begun.token, 0)).toBe(true)
    expect(await identity.result(begun.token)).toEqual({ outcome: 'passed' })
    expect(peer.finish(begun.token, NAME_DIFFERS)).toBe(false)
  })

  it('S76: one that fails, runs out of time or was never begun is not passed', async () => {
    const { clock, peer, identity } = await stand()
    const token = async (): Promise<string> => {
      const begun = await identity.begin(PERSON)
      return begun.outcome === 'begun' ? begun.token : ''
    }
    const [differs, late] = [await token(), await token()]
    peer.finish(differs, NAME_DIFFERS)
    expect(await identity.result(differs)).toEqual({ outcome: 'failed', code: String(NAME_DIFFERS) })
    await clock.advance(601_000)
    expect(peer.finish(late, 0)).toBe(false)
    expect(await identity.result(late)).toEqual({ outcome: 'failed', code: '15' })
    expect(await identity.result('EID-OF-NOBODY')).toEqual({ outcome: 'failed', code: 'InvalidParameterValue.BizTokenIllegal' })
  })

  it('S76: a wrong key, a stranger\'s account or a clock that is off is refused by its code', async () => {
    expect(await (await stand({ secretKey: 'another_key' })).identity.begin(PERSON)).toEqual({ outcome: 'rejected', code: 'AuthFailure.SignatureFailure' })
    expect(await (await stand({ secretId: 'another_id' })).identity.begin(PERSON)).toEqual({ outcome: 'rejected', code: 'AuthFailure.SecretIdNotFound' })
    expect(await (await stand({ merchantId: 'ANOTHER' })).identity.begin(PERSON)).toMatchObject({ outcome: 'rejected' })
    expect(await (await stand({}, 400_000)).identity.begin(PERSON)).toEqual({ outcome: 'rejected', code: 'AuthFailure.SignatureExpire' })
  })

  it('S76: a result counts only if every part of it says so', async () => {
    const texts = [{ ErrCode: 0, LiveStatus: 1, Comparestatus: 0 }, { ErrCode: 0, LiveStatus: 0, Comparestatus: 2016 }, { ErrCode: 0 }, { ErrCode: '0', LiveStatus: 0, Comparestatus: 0 }, null]
    for (const Text of texts) {
      const baseUrl = await serve((_, response) => response.writeHead(200).end(JSON.stringify({ Response: { Text, RequestId: 'r' } })))
      expect((await faceIdentity({ ...FACEID_ACCOUNT, baseUrl, now: () => 0 }).result('t')).outcome, JSON.stringify(Text)).not.toBe('passed')
    }
  })

  it('S76: trouble on the way, or no account at all, is nothing known', async () => {
    const answers = [[500, '{}'], [200, 'no json'], [200, '{}'], [200, '{"Response":{"Error":{"Code":"RequestLimitExceeded"}}}'], [200, '{"Response":{"EidToken":""}}']] as const
    for (const [status, body] of answers) {
      const baseUrl = await serve((_, response) => response.writeHead(status).end(body))
      expect(await faceIdentity({ ...FACEID_ACCOUNT, baseUrl, now: () => 0 }).begin(PERSON)).toEqual({ outcome: 'unknown' })
    }
    expect(await faceIdentity(undefined).begin(PERSON)).toEqual({ outcome: 'unknown' })
    expect(await faceIdentity(undefined).result('t')).toEqual({ outcome: 'unknown' })
  })
})

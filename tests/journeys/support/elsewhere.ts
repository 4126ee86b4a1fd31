import { createPrivateKey, createPublicKey } from 'node:crypto'
import { expect, vi } from 'vitest'
import { wechatPayments } from '../../../cloudfunctions/adapters/wechat-pay/payments'
import { fen } from '../../../cloudfunctions/domain/kernel/fen'
import { APPID } from '../../../emulator/parts'
import { HOUR, type Shop } from './shop'

/** Another system of the same merchant takes a payment under the same merchant number. */
export async function elsewhereIsPaid(shop: Shop, outTradeNo: string, amountFen: number): Promise<void> {
  const { cloud } = shop
  const merchant = cloud.pay.merchant(APPID)
  // The merchant library signs by the machine's clock.
  vi.useFakeTimers({ toFake: ['Date'], now: cloud.clock.now() })
  try {
    const payments = wechatPayments({
      merchant: { appid: APPID, mchid: merchant.mchid, serial: merchant.merchantSerial, privateKey: createPrivateKey({ key: Buffer.from(merchant.merchantPrivateKeyDer, 'base64'), format: 'der', type: 'pkcs8' }) },
      apiV3Key: merchant.apiV3Key,
      publicKey: { id: merchant.payKeyId, key: createPublicKey({ key: Buffer.from(merchant.payPublicKeyDer, 'base64'), format: 'der', type: 'spki' }) },
      baseUrl: `${cloud.url}/wechat-pay`,
      notifyUrl: 'http://127.0.0.1:1/elsewhere',
      now: () => cloud.clock.now(),
    })
    const openid = shop.person('dan').openid
    const created = await payments.create({ outTradeNo, openid, amountFen: fen(amountFen), description: '线下收款', expiresAt: cloud.clock.now() + HOUR })
    if (created.outcome !== 'created') throw new Error(created.outcome)
    expect(await cloud.pay.pay(created.params.package.replace('prepay_id=', ''), openid)).toMatchObject({ ok: true })
  }
  finally {
    vi.useRealTimers()
  }
}

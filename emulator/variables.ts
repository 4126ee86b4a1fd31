import { createHash } from 'node:crypto'
import { FACEID_ACCOUNT } from './tencent-faceid'
import type { MerchantConfig } from './wechat-pay'

/** The project's variables, as they stand in a real deployment, with every address pointing at the local cloud. */
export function shopVariables(url: string, merchant: MerchantConfig, appSecret: string, ownerOpenid: string): Record<string, string> {
  return {
    LINTUAN_APPID: merchant.appid,
    LINTUAN_APP_SECRET: appSecret,
    LINTUAN_MCHID: merchant.mchid,
    LINTUAN_MCH_SERIAL: merchant.merchantSerial,
    LINTUAN_MCH_KEY: merchant.merchantPrivateKeyDer,
    LINTUAN_APIV3_KEY: merchant.apiV3Key,
    // Follows from the merchant's key, which is kept with the data: what was sealed can be opened after a restart.
    LINTUAN_DATA_KEY: createHash('sha256').update(`data key of ${merchant.apiV3Key}`).digest('base64'),
    LINTUAN_DATA_KEYS_EARLIER: '',
    LINTUAN_PAY_KEY_ID: merchant.payKeyId,
    LINTUAN_PAY_PUBLIC_KEY: merchant.payPublicKeyDer,
    LINTUAN_PAY_BASE_URL: `${url}/wechat-pay`,
    LINTUAN_FACEID_MERCHANT: FACEID_ACCOUNT.merchantId,
    LINTUAN_FACEID_SECRET_ID: FACEID_ACCOUNT.secretId,
    LINTUAN_FACEID_SECRET_KEY: FACEID_ACCOUNT.secretKey,
    LINTUAN_FACEID_BASE_URL: `${url}/faceid`,
    LINTUAN_WECHAT_BASE_URL: `${url}/wechat`,
    LINTUAN_OWNER_OPENID: ownerOpenid,
    LINTUAN_NOTIFY_URL: `${url}/http/pay-notify`,
    LINTUAN_PAGES_FOR_MS: '',
  }
}

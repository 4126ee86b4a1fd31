import type { MessageSent, ShippingInfo, ShippingUploaded, SubscribeMessage, WeChat } from '../../cloudfunctions/ports'

/** WeChat's open API as far as use cases need it: it keeps what it was told. */
export class WeChatPeer {
  readonly messages: SubscribeMessage[] = []
  readonly shipments: ShippingInfo[] = []
  messageOutcome: MessageSent = { outcome: 'sent' }
  /** Payments whose one correction is used up, and whose receipt is confirmed at WeChat. */
  readonly corrected = new Set<string>()
  readonly confirmed = new Set<string>()
  /** While set, shipping info is refused with this code; `down` loses every answer before any effect. */
  shippingRefused: number | undefined
  shippingDown = false

  /** Was told from now on what another one was told. */
  take(other: WeChatPeer): void {
    this.messages.push(...other.messages)
    this.shipments.push(...other.shipments)
  }

  connect(gate: <T>(call: string, effect: () => T) => Promise<T>): WeChat {
    return {
      sendMessage: message => gate('wechat.sendMessage', () => {
        if (this.messageOutcome.outcome === 'sent') this.messages.push(message)
        return this.messageOutcome
      }),
      codePicture: () => gate('wechat.codePicture', () => ({ outcome: 'picture' as const, png: new Uint8Array([0x89, 0x50]) })),
      uploadShipping: info => gate('wechat.uploadShipping', () => this.upload(info)),
      checkText: (_openid, text) => gate('wechat.checkText', () => text.includes('违禁') ? 'risky' as const : 'pass' as const),
    }
  }

  /** One upload and one correction under a later time; the same again is known. */
  private upload(info: ShippingInfo): ShippingUploaded {
    if (this.shippingDown) return { outcome: 'unknown' }
    if (this.shippingRefused !== undefined) return { outcome: 'rejected', code: this.shippingRefused }
    const known = this.shipments.filter(one => one.transactionId === info.transactionId).at(-1)
    if (known && this.confirmed.has(info.transactionId)) return { outcome: 'already', why: 'confirmed' }
    if (known && this.corrected.has(info.transactionId)) return { outcome: 'already', why: 'corrected' }
    if (known && info.uploadedAt <= known.uploadedAt) return { outcome: 'already', why: 'same' }
    if (known) this.corrected.add(info.transactionId)
    this.shipments.push(info)
    return { outcome: 'uploaded' }
  }
}

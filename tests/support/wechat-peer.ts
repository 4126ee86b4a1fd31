import type { MessageSent, ShippingInfo, SubscribeMessage, WeChat } from '../../cloudfunctions/ports'

/** WeChat's open API as far as use cases need it: it keeps what it was told. */
export class WeChatPeer {
  readonly messages: SubscribeMessage[] = []
  readonly shipments: ShippingInfo[] = []
  messageOutcome: MessageSent = { outcome: 'sent' }

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
      uploadShipping: info => gate('wechat.uploadShipping', () => {
        this.shipments.push(info)
        return { outcome: 'uploaded' as const }
      }),
      checkText: (_openid, text) => gate('wechat.checkText', () => text.includes('违禁') ? 'risky' as const : 'pass' as const),
    }
  }
}

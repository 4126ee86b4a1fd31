import type { Fen } from '../kernel/fen'

/** How shoppers may pay (S54). `wechat` is everything WeChat Pay takes, cards included; `mixed` is balance and WeChat Pay for one order. */
export const METHODS = ['wechat', 'balance', 'mixed', 'points'] as const
export type Method = (typeof METHODS)[number]
export type MethodSwitches = Readonly<Record<Method, boolean>>

/** A shop in which the merchant has turned nothing off. */
export const ALL_METHODS: MethodSwitches = { wechat: true, balance: true, mixed: true, points: true }

/** Where WeChat pays the shop's money out to, as the merchant wrote it down; the account itself is set up at WeChat Pay. Never its whole number. */
export interface SettlementAccount {
  readonly holder: string
  readonly bank: string
  readonly lastDigits: string
}

/** Money is to come in some way: without WeChat Pay and without the balance nothing could be paid. */
export function leavesAWay({ wechat, balance }: MethodSwitches): boolean {
  return wechat || balance
}

/** Whether what a shopper wants to pay with is turned off; amounts in fen as the quote splits them. */
export function usesWhatIsOff(methods: MethodSwitches, { balanceFen, wechatFen }: { readonly balanceFen: Fen; readonly wechatFen: Fen }): boolean {
  return (wechatFen > 0 && !methods.wechat) || (balanceFen > 0 && !methods.balance) || (balanceFen > 0 && wechatFen > 0 && !methods.mixed)
}

/** Whether the balance is offered beside an order over so much: not where it is off, nor where it would be one of two and that is off. */
export function offersBalance(methods: MethodSwitches, haveFen: Fen, payableFen: Fen): boolean {
  return methods.balance && (haveFen >= payableFen || (methods.mixed && methods.wechat))
}

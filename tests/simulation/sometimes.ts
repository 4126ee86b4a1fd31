/**
 * What must happen now and then, or the simulation proves little. A batch in which one of these never happened has failed, however few invariants broke.
 */
export const SOMETIMES = [
  'a function crashed', 'a function ran out of time', 'sweeps overlapped', 'a deadline was jumped over',
  'a transaction lost a race', 'a transaction outlived its time', 'a commit of unknown outcome',
  'notified while the payment was still being asked for', 'the same notification twice at once', 'a notification lost for ever', 'a forged notification',
  'money after closing', 'late money kept its order', 'late money went back', 'paid by query alone',
  'close found the order paid', 'group over with a payment under way', 'lost the last seat', 'joined twice refused', 'group formed', 'group failed', 'presale ran short',
  'submit repeated', 'order id with other inputs refused', 'price changed before the submit', 'sold out', 'too many unpaid',
  'refund abnormal, then returned', 'refund closed by WeChat', 'refund refused outright', 'refund waited for money', 'a person was asked',
  'coupon returned', 'balance spent', 'points spent', 'topped up', 'shipped', 'stock written off', 'shipping info uploaded', 'message sent', 'order completed',
  'goods taken back', 'a part of an order taken back', 'return rejected', 'goods put on sale again', 'service given back for a part', 'return of used vouchers refused', 'return of seen codes refused', 'codes shown', 'voucher used',
  'sent in two parcels', 'share paid out', 'sold at a flash price', 'flash price sold out', 'difference to a better rung given back', 'bill of the day matched',
  'a crawler was shut out', 'accounts of one person held', 'a held account got no coupon', 'neighbours at one door left alone',
] as const

export type Sometime = (typeof SOMETIMES)[number]

/** How often each was seen. */
export class Sometimes {
  readonly counts = new Map<Sometime, number>()

  saw(what: Sometime): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1)
  }
}

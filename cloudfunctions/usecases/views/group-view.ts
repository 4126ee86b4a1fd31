import type { GroupAction, GroupView } from '../../contract/views'
import { type Group, groupStateAt, liveSeat, missingPeople } from '../../domain/group/group'
import { priceNowFen } from '../../domain/group/price-now'
import { decideSeat } from '../../domain/order/purchase'
import { rungsOf } from '../../domain/pricing/rules/size-ladder'
import type { Product } from '../../domain/product/product'
import { goodsCard } from './goods-view'

/** A group as one shopper sees it: other people by name and picture only, never by openid. */
export function groupView(group: Group, product: Product, openid: string, now: number): GroupView {
  const seats = Object.entries(group.seats)
    .filter(([, seat]) => seat.state !== 'released')
    .sort(([, a], [, b]) => a.takenAt - b.takenAt)
    .map(([owner, seat]) => ({ nickname: seat.nickname, avatar: seat.avatar, leader: owner === group.leaderOpenid, state: seat.state as 'held' | 'paid', mine: owner === openid }))
  return {
    groupId: group.id,
    state: groupStateAt(group, now),
    size: group.terms.size,
    missing: missingPeople(group),
    free: group.free,
    deadlineAt: group.deadlineAt,
    rungs: group.terms.ladder ? rungsOf(group.terms.ladder) : [],
    people: group.paid,
    completedShort: group.completedShort?.people ?? null,
    seats,
    product: { ...goodsCard(product), priceGroupFen: priceNowFen(group), groupSize: group.terms.size },
    myOrderId: liveSeat(group, openid)?.orderId ?? null,
    actions: groupActions(group, openid, now),
  }
}

function groupActions(group: Group, openid: string, now: number): GroupAction[] {
  const mine = liveSeat(group, openid)
  if (groupStateAt(group, now) !== 'open') return mine ? ['see_order', 'open_again'] : ['open_again']
  if (mine) return mine.state === 'held' ? ['pay'] : ['share', 'see_order']
  return decideSeat(group, openid, now).ok ? ['join', 'share'] : ['open_again']
}

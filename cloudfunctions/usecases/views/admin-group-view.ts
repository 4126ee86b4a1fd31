import type { AdminGroupView } from '../../contract/group-views'
import { type Group, groupStateAt, missingPeople } from '../../domain/group/group'
import { priceNowFen } from '../../domain/group/price-now'
import { completeShort } from '../../domain/group/seats'

/** A group as the merchant sees it; `mayComplete` is the shop's switch for 模拟成团 (S16). */
export function adminGroupView(group: Group, mayComplete: boolean, now: number): AdminGroupView {
  const { display, terms } = group
  return {
    groupId: group.id,
    productId: group.productId,
    title: display.title,
    cover: display.cover,
    leader: { nickname: display.leaderNickname, avatar: display.leaderAvatar },
    state: groupStateAt(group, now),
    size: terms.size,
    formAt: terms.formAt,
    people: group.paid,
    held: Object.values(group.seats).filter(seat => seat.state === 'held').length,
    missing: missingPeople(group),
    openedAt: group.openedAt,
    deadlineAt: group.deadlineAt,
    priceGroupFen: priceNowFen(group),
    completedShort: group.completedShort?.people ?? null,
    actions: mayComplete && completeShort(group, now) ? ['complete'] : [],
  }
}

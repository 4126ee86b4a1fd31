import type { MeView, MessageKey, WalletView } from '../../contract/views'
import { isUsable } from '../../domain/member/coupon'
import { type Member, newMember } from '../../domain/member/member'
import type { OrderState } from '../../domain/order/order'
import { levelOf, NO_SETUP, type ShopSetup } from '../../domain/shop/setup'
import { supplierOfStaff } from '../../domain/shop/supplier'
import type { Ports, Visit } from '../../ports'
import { answer, type Answer, type Call, refused } from '../answer'
import { roleOf } from '../member/role'
import { privacyView } from '../privacy/consent'

const UNFINISHED: readonly OrderState[] = ['placed', 'paid', 'grouping', 'preparing', 'shipped', 'ready']

interface Entry { readonly source: Visit['source']; readonly code: string | null; readonly path: string }

/** The mini-program was opened: the member exists from now on, and where they came from is kept with who shared it (S1). */
export async function startSession({ ports, openid }: Call, { source, code, path }: Entry): Promise<Answer<{ me: MeView; landing: { groupId: string } | null }, never>> {
  const { store, clock, ids } = ports
  const share = code ? await store.get('share_codes', code) : undefined
  const sharer = share && share.sharerOpenid !== openid ? share.sharerOpenid : undefined
  const visit: Visit = { id: ids.next(), openid, source, path, ...(share && { code: share.id }), ...(sharer && { sharerOpenid: sharer }), at: clock.now() }
  const [me] = await Promise.all([viewMe(ports, openid), store.insert('visits', visit)])
  return answer({ me, landing: share ? { groupId: share.groupId } : null })
}

export async function getMe({ ports, openid }: Call): Promise<Answer<MeView, never>> {
  return answer(await viewMe(ports, openid))
}

/** A name and a picture of the shopper's own choice, checked by WeChat before anyone sees the name. */
export async function updateMe({ ports, openid }: Call, { nickname, avatar }: { nickname: string; avatar: string }): Promise<Answer<MeView, 'text_rejected' | 'busy'>> {
  const verdict = await ports.wechat.checkText(openid, nickname)
  if (verdict === 'risky') return refused('text_rejected')
  if (verdict === 'unknown') return refused('busy')
  await ports.store.insert('members', newMember(openid, ports.clock.now()))
  await ports.store.update('members', openid, { set: { nickname, avatar } })
  return answer(await viewMe(ports, openid))
}

/** The shopper allowed one more message of each of these kinds (S35). */
export async function allowMessages({ ports, openid }: Call, { keys }: { keys: readonly MessageKey[] }): Promise<Answer<{ allowed: number }, never>> {
  const { store } = ports
  const wanted = [...new Set(keys)]
  for (const key of wanted) {
    const id = `${openid}:${key}`
    if (await store.update('message_quotas', id, { inc: { left: 1 } })) continue
    if (!await store.insert('message_quotas', { id, openid, key, left: 1 })) await store.update('message_quotas', id, { inc: { left: 1 } })
  }
  return answer({ allowed: wanted.length })
}

async function viewMe(ports: Ports, openid: string): Promise<MeView> {
  const { store, clock } = ports
  const [found, setup, role, home, orders] = await Promise.all([
    store.get('members', openid),
    store.get('shop_setup', 'shop'),
    roleOf(ports, openid),
    store.get('home_content', 'home'),
    store.page({
      collection: 'orders',
      where: [{ field: 'openid', is: 'eq', value: openid }, { field: 'state', is: 'in', values: UNFINISHED }],
      order: { field: 'placedAt', direction: 'desc' },
      limit: 100,
    }),
  ])
  const member = found ?? newMember(openid, clock.now())
  if (!found) await store.insert('members', member)
  const count = (...states: OrderState[]): number => orders.filter(order => states.includes(order.state)).length
  return {
    openid,
    nickname: member.nickname,
    avatar: member.avatar,
    role: role !== 'shopper' && role !== 'operator' ? role : supplierOfStaff(setup ?? NO_SETUP, openid) ? 'supplier' : 'shopper',
    counts: { toPay: count('placed'), grouping: count('paid', 'grouping'), toReceive: count('preparing', 'shipped', 'ready') },
    wallet: walletView(member, setup ?? NO_SETUP, clock.now()),
    privacy: privacyView(member),
    messageTemplates: (Object.entries(home?.messageTemplates ?? {}) as [MessageKey, string][]).map(([key, templateId]) => ({ key, templateId })),
  }
}

function walletView({ points, balanceFen, growth, coupons }: Member, { levels, switches }: ShopSetup, now: number): WalletView {
  const level = levelOf(levels, growth)
  return {
    points,
    balanceFen,
    coupons: Object.values(coupons).filter(coupon => isUsable(coupon, now)).length,
    level,
    levelName: levels.find(one => one.level === level)?.name ?? '',
    storedValue: switches.storedValue,
  }
}

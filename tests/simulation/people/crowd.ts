import type { Address } from '../../../cloudfunctions/domain/order/order'
import { DEFAULT_RISK, type RiskRules } from '../../../cloudfunctions/domain/risk/rules'
import { ADDRESS } from '../../support/builders'
import type { Random } from '../engine/random'

/** What sort of people come, beside those who buy one thing after the other. Each in few seeds, for it takes time. */
export interface Crowd {
  /** Shoppers look at home, goods and groups before they order. */
  readonly reads: boolean
  /** Somebody pulls to refresh until a sale begins. */
  readonly waitsForSale: boolean
  /** Shoppers live behind one door and have one phone number, or live apart. */
  readonly household: boolean
  /** Everybody's phone is behind one address of the network. */
  readonly oneNetwork: boolean
  /** Accounts of people who have their parcels brought to the same gatehouse. */
  readonly neighbours: number
  /** Coupons that everybody may take. */
  readonly coupons: number
  /** Somebody reads more than a person does: more than the shop's own rules allow, or than the rules of a shop that has made none. */
  readonly crawl: 'own rules' | 'default rules' | undefined
  /** Accounts of one person who is after coupons. */
  readonly accounts: number
}

export function drawCrowd(random: Random): Crowd {
  const some = random.fraction()
  return {
    reads: random.chance(0.1), waitsForSale: random.chance(0.05), household: random.chance(0.7), oneNetwork: random.chance(0.5),
    neighbours: random.chance(0.05) ? random.int(6, 7) : 0, coupons: random.chance(0.06) ? 8 : 1,
    crawl: some < 0.04 ? 'own rules' : some < 0.05 ? 'default rules' : undefined, accounts: random.chance(0.05) ? 6 : 0,
  }
}

/** Names and phone numbers of everybody begin so. */
export const NUMBERS = ADDRESS.phone.slice(0, 7)
/** Addresses of the network of everybody begin so. */
export const NETWORK = '203.0.113.'

/** Where a phone's owner has goods sent to, and from where it calls. */
export interface Home {
  readonly address: Address
  readonly ip: string
}

/** The home of shopper 1, 2 and so on. */
export function homeOfShopper(crowd: Crowd, number: number): Home {
  const ip = networkOf(crowd, crowd.household ? 10 : 10 + number)
  return crowd.household ? { address: ADDRESS, ip } : { address: { ...ADDRESS, phone: numberOf(number), detail: `文三路 ${number + 1} 号` }, ip }
}

export function homeOfNeighbour(crowd: Crowd, number: number): Home {
  return { address: { ...ADDRESS, phone: numberOf(20 + number), detail: '文三路 88 号门卫室代收' }, ip: networkOf(crowd, 20 + number) }
}

/** One door and one phone number, or two, however the door is written. */
export function homeOfAccount(number: number): Home {
  const detail = ['文三路 9 号 2 幢 301 室', '文三路９号２幢３０１', '文三路九号二幢 301 室'][number % 3] ?? ''
  return { address: { ...ADDRESS, phone: numberOf(40 + number % 2), detail }, ip: `${NETWORK}9` }
}

function networkOf({ oneNetwork }: Crowd, number: number): string {
  return `${NETWORK}${oneNetwork ? 7 : number}`
}

function numberOf(number: number): string {
  return `${NUMBERS}${1234 + number}`
}

/** What a shop that has seen crawlers allows: still many times what a person reads. */
const OWN_LIMIT = { perMinute: 100, perHour: 1000, perDay: 5000 }

export function riskRulesFor({ crawl }: Crowd): RiskRules | undefined {
  return crawl !== 'own rules' ? undefined : { ...DEFAULT_RISK, version: 1, rates: DEFAULT_RISK.rates.map(rule => rule.id === 'reads' ? { ...rule, limit: OWN_LIMIT } : rule) }
}

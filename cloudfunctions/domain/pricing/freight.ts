import { addFen, type Fen, timesFen, ZERO_FEN } from '../kernel/fen'
import type { Instant } from '../kernel/instant'
import { allocate } from './arithmetic'
import type { CartLine, Delivery } from './cart'
import type { Sentence } from './rule'

export interface Region {
  readonly province: string
  readonly city: string
  readonly district: string
}

/** A first price for so many units, then a price for each further so many, begun ones counted whole. Units are pieces, grams or cubic centimetres. */
export interface FreightRate {
  readonly firstUnits: number
  readonly firstFen: Fen
  readonly nextUnits: number
  readonly nextFen: Fen
}

/** What it costs to carry goods. Regions are named by province, city or district, as addresses name them. */
export interface FreightTemplate {
  readonly id: string
  readonly by: 'piece' | 'weight' | 'volume'
  readonly rate: FreightRate
  /** The first that names a part of the address counts instead of `rate`. */
  readonly regionRates: readonly { readonly regions: readonly string[]; readonly rate: FreightRate }[]
  /** Free from this list value of the goods carried by the template on, exactly that included; null for never. */
  readonly freeFromFen: Fen | null
  /** What carrying it cold costs on top, also where the rest is free (S41). */
  readonly coldFen?: Fen
  readonly excludedRegions: readonly string[]
  /** When the merchant took it away: no goods can choose it from then on, and what was saved with it at that moment is still carried by it. */
  readonly removedAt?: Instant
}

/** Templates that goods can choose (S43). */
export function chosenFrom(templates: readonly FreightTemplate[]): FreightTemplate[] {
  return templates.filter(template => template.removedAt === undefined)
}

export interface Freight {
  /** Per line, in the order of the lines. */
  readonly shares: readonly Fen[]
  /** Lines that cannot be carried to this region. */
  readonly undeliverable: readonly string[]
  /** What of it carrying goods cold costs (S41); left out when it costs nothing. */
  readonly say?: Sentence
}

/** Freight of the lines of a cart: once per template for all the lines it carries, shared by them in the measure of their units. Throws on an unknown template. */
export function freightOf(lines: readonly CartLine[], delivery: Delivery | null): Freight {
  const shares = lines.map(() => ZERO_FEN)
  const undeliverable: string[] = []
  if (!delivery) return { shares, undeliverable }
  let coldAllFen = ZERO_FEN
  for (const templateId of new Set(lines.map(line => line.freightTemplateId))) {
    if (templateId === null) continue
    const template = delivery.templates.find(one => one.id === templateId)
    if (!template) throw new Error(`no freight template ${templateId}`)
    const carried = lines.flatMap((line, index) => line.freightTemplateId === templateId ? [{ line, index, units: unitsOf(template, line) }] : [])
    if (names(template.excludedRegions, delivery.region)) {
      undeliverable.push(...carried.map(({ line }) => line.lineId))
      continue
    }
    const coldFen = delivery.cold ? template.coldFen ?? ZERO_FEN : ZERO_FEN
    coldAllFen = addFen(coldAllFen, coldFen)
    const parts = allocate(addFen(templateFreight(template, delivery.region, carried), coldFen), carried.map(({ units }) => Math.max(units, 1)))
    carried.forEach(({ index }, at) => {
      shares[index] = parts[at] ?? ZERO_FEN
    })
  }
  return { shares, undeliverable, ...(coldAllFen > 0 && { say: { key: 'freight_cold', params: { coldFen: coldAllFen } } }) }
}

function templateFreight(template: FreightTemplate, region: Region, carried: readonly { line: CartLine; units: number }[]): Fen {
  const listFen = addFen(...carried.map(({ line }) => timesFen(line.listPriceFen, line.quantity)))
  if (template.freeFromFen !== null && listFen >= template.freeFromFen) return ZERO_FEN
  const rate = template.regionRates.find(one => names(one.regions, region))?.rate ?? template.rate
  const beyond = carried.reduce((sum, { units }) => sum + units, 0) - rate.firstUnits
  return beyond <= 0 ? rate.firstFen : addFen(rate.firstFen, timesFen(rate.nextFen, Math.ceil(beyond / rate.nextUnits)))
}

function unitsOf({ by }: FreightTemplate, line: CartLine): number {
  return line.quantity * (by === 'piece' ? 1 : by === 'weight' ? line.weightGram : line.volumeCm3)
}

function names(regions: readonly string[], { province, city, district }: Region): boolean {
  return regions.some(name => name === province || name === city || name === district)
}

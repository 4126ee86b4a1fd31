import type { AdminProcedures, InputOf } from '../../cloudfunctions/contract'
import type { DemoGoods } from './goods'
import { pictures } from './pictures'

/** A product of the demo shop as a merchant would fill in its form. */
export function goodsForm(goods: DemoGoods, rank: number): InputOf<AdminProcedures['goods.save']> {
  const cover = storagePath(pictures.goods[goods.picture])
  return {
    productId: goods.picture,
    kind: 'physical',
    title: goods.title,
    subtitle: goods.subtitle,
    cover,
    gallery: [cover],
    categoryId: goods.category,
    axes: goods.axes.map(({ name, values }) => ({ name, values: [...values] })),
    skus: goods.skus.map(({ values, alone, group }, index) => ({ skuId: skuIdOf(goods, index), values: [...values], priceAloneFen: alone, priceGroupFen: group, image: null, weightGram: 0, volumeCm3: 0, returnPolicy: 'seven_days' })),
    detail: [...goods.detail.map(text => ({ kind: 'text' as const, text })), { kind: 'image', image: cover }],
    supplierId: '',
    freightTemplateId: null,
    cold: false,
    packaging: '',
    orderHours: null,
    service: null,
    onSale: true,
    rank,
  }
}

export function skuIdOf(goods: DemoGoods, index: number): string {
  return `${goods.picture}-${index + 1}`
}

/** Pictures are named by their path below the shop's own address. */
export function storagePath(name: string): string {
  return `/storage/${name}`
}

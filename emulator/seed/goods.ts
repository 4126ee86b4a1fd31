import type { pictures } from './pictures'

const HOUR = 3_600_000

interface DemoSku { readonly values: readonly string[]; readonly alone: number; readonly group: number; readonly stock: number }

export interface DemoGoods {
  readonly picture: keyof typeof pictures.goods
  readonly category: string
  readonly title: string
  readonly subtitle: string
  readonly axes: readonly { readonly name: string; readonly values: readonly string[] }[]
  readonly skus: readonly DemoSku[]
  readonly detail: readonly string[]
  /** Carried as a parcel, at its freight, in the demo shop. */
  readonly parcel?: true
  /** Left out for goods that are sold alone only. */
  readonly activity?: { readonly size: number; readonly durationMs: number; readonly perShopperLimit: number; readonly quantityLimit: number; readonly startsInMs?: number }
}

export const demoCategories = [
  { categoryId: 'fruit', name: '时令水果', picture: 'fruit' },
  { categoryId: 'vegetable', name: '新鲜蔬菜', picture: 'vegetable' },
  { categoryId: 'fresh', name: '禽蛋鲜品', picture: 'fresh' },
  { categoryId: 'grain', name: '粮油干货', picture: 'grain' },
  { categoryId: 'dairy', name: '牛奶酸奶', picture: 'dairy' },
  { categoryId: 'frozen', name: '速冻面点', picture: 'frozen' },
  { categoryId: 'snack', name: '休闲零食', picture: 'snack' },
  { categoryId: 'household', name: '家清母婴', picture: 'household' },
] as const

function weight(...values: string[]): DemoGoods['axes'] {
  return [{ name: '规格', values }]
}

/** Prices are fen. The first stands first on the home page. */
export const demoGoods: readonly DemoGoods[] = [
  {
    picture: 'peach', category: 'fruit', title: '阳山水蜜桃 现摘现发', subtitle: '皮薄多汁，熟到刚好', axes: weight('4个装', '8个装', '12个装 礼盒'),
    skus: [{ values: ['4个装'], alone: 3990, group: 2990, stock: 120 }, { values: ['8个装'], alone: 6990, group: 5490, stock: 80 }, { values: ['12个装 礼盒'], alone: 9990, group: 7990, stock: 0 }],
    detail: ['清晨采摘，当日分拣装箱，坏果包赔。', '到货后放软一两天更甜，冷藏请在三天内吃完。'], activity: { size: 3, durationMs: 24 * HOUR, perShopperLimit: 5, quantityLimit: 3 },
  },
  {
    picture: 'eggs', category: 'fresh', title: '散养土鸡蛋 30枚', subtitle: '谷物喂养，蛋黄更浓', axes: weight('30枚', '60枚'),
    skus: [{ values: ['30枚'], alone: 3280, group: 2580, stock: 300 }, { values: ['60枚'], alone: 6280, group: 4980, stock: 150 }],
    detail: ['每枚单独卡槽，运输破损按枚补偿。'], activity: { size: 2, durationMs: 24 * HOUR, perShopperLimit: 10, quantityLimit: 4 },
  },
  {
    picture: 'cherry', category: 'fruit', title: '智利车厘子 JJ级大果', subtitle: '脆甜多汁，冷链到家', axes: [{ name: '果径', values: ['J级', 'JJ级'] }, { name: '净重', values: ['1斤', '2斤'] }],
    skus: [
      { values: ['J级', '1斤'], alone: 4590, group: 3690, stock: 60 }, { values: ['J级', '2斤'], alone: 8590, group: 6990, stock: 40 },
      { values: ['JJ级', '1斤'], alone: 5990, group: 4890, stock: 30 }, { values: ['JJ级', '2斤'], alone: 11_590, group: 9290, stock: 0 },
    ],
    detail: ['果梗青绿，颗颗挑选。', '收到后请冷藏，两天内口感最佳。'], activity: { size: 2, durationMs: 12 * HOUR, perShopperLimit: 3, quantityLimit: 2 },
  },
  {
    picture: 'rice', category: 'grain', title: '五常大米 稻花香 5kg', subtitle: '当季新米，真空锁鲜', axes: weight('5kg', '10kg'),
    skus: [{ values: ['5kg'], alone: 6990, group: 5590, stock: 500 }, { values: ['10kg'], alone: 13_590, group: 10_890, stock: 200 }],
    detail: ['一季一收，现碾现发。'], activity: { size: 5, durationMs: 48 * HOUR, perShopperLimit: 5, quantityLimit: 5 },
  },
  {
    picture: 'flower-cake', category: 'snack', title: '云南鲜花饼 玫瑰味', subtitle: '整朵花瓣入馅，酥皮现烤', axes: weight('10枚', '20枚'),
    skus: [{ values: ['10枚'], alone: 2990, group: 1990, stock: 260 }, { values: ['20枚'], alone: 5590, group: 3690, stock: 120 }],
    detail: ['食用玫瑰花馅，甜而不腻。保质期 30 天。'], activity: { size: 2, durationMs: 24 * HOUR, perShopperLimit: 10, quantityLimit: 5 },
  },
  {
    picture: 'dumpling', category: 'frozen', title: '手工水饺 三鲜馅', subtitle: '当天包，当天冻', axes: [{ name: '口味', values: ['三鲜', '猪肉白菜', '韭菜鸡蛋'] }],
    skus: [{ values: ['三鲜'], alone: 2680, group: 2080, stock: 90 }, { values: ['猪肉白菜'], alone: 2480, group: 1880, stock: 120 }, { values: ['韭菜鸡蛋'], alone: 2280, group: 1680, stock: 0 }],
    detail: ['每袋 1kg，约 50 只，-18℃ 冷冻保存。'], activity: { size: 3, durationMs: 24 * HOUR, perShopperLimit: 6, quantityLimit: 3 },
  },
  {
    picture: 'milk', category: 'dairy', title: '纯牛奶 整箱 250ml×24盒', subtitle: '优质乳蛋白，早餐常备', axes: [],
    skus: [{ values: [], alone: 6990, group: 5290, stock: 400 }], detail: ['常温保存，开封后请冷藏并尽快饮用。'], activity: { size: 10, durationMs: 48 * HOUR, perShopperLimit: 4, quantityLimit: 2 },
  },
  {
    picture: 'tomato', category: 'vegetable', title: '普罗旺斯番茄 沙瓤自然熟', subtitle: '小时候的番茄味', axes: weight('5斤'),
    skus: [{ values: ['5斤'], alone: 2990, group: 2190, stock: 180 }], detail: ['自然熟，生吃炒菜都合适。'], activity: { size: 2, durationMs: 24 * HOUR, perShopperLimit: 5, quantityLimit: 3 },
  },
  {
    picture: 'blueberry', category: 'fruit', title: '东北蓝莓 125g×6盒', subtitle: '花青素满满，粒粒饱满', axes: weight('6盒', '12盒'),
    skus: [{ values: ['6盒'], alone: 5990, group: 4590, stock: 70 }, { values: ['12盒'], alone: 11_290, group: 8690, stock: 30 }],
    detail: ['冷链配送，收到后请冷藏。'], activity: { size: 3, durationMs: 24 * HOUR, perShopperLimit: 5, quantityLimit: 3 },
  },
  {
    picture: 'tissue', category: 'household', title: '原生木浆抽纸 24包', subtitle: '湿水不破，母婴可用', axes: [],
    skus: [{ values: [], alone: 3990, group: 2790, stock: 800 }], detail: ['3 层 100 抽，不含荧光剂。'], activity: { size: 5, durationMs: 24 * HOUR, perShopperLimit: 10, quantityLimit: 5 },
  },
  {
    picture: 'orange', category: 'fruit', title: '赣南脐橙 带叶新鲜', subtitle: '酸甜适口，手剥不费力', axes: weight('5斤', '10斤'),
    skus: [{ values: ['5斤'], alone: 2990, group: 2290, stock: 220 }, { values: ['10斤'], alone: 5490, group: 4190, stock: 140 }],
    detail: ['自然着色，不打蜡。'], activity: { size: 2, durationMs: 24 * HOUR, perShopperLimit: 5, quantityLimit: 3 },
  },
  {
    picture: 'yogurt', category: 'dairy', title: '原味风味酸奶 12杯', subtitle: '生牛乳发酵，不加一滴水', axes: [{ name: '口味', values: ['原味', '草莓', '黄桃'] }],
    skus: [{ values: ['原味'], alone: 3990, group: 2990, stock: 160 }, { values: ['草莓'], alone: 4290, group: 3190, stock: 120 }, { values: ['黄桃'], alone: 4290, group: 3190, stock: 100 }],
    detail: ['2–6℃ 冷藏，保质期 21 天。'], activity: { size: 2, durationMs: 24 * HOUR, perShopperLimit: 6, quantityLimit: 4 },
  },
  {
    picture: 'detergent', parcel: true, category: 'household', title: '洗衣液 雏菊花香 3kg', subtitle: '低泡易漂，护色去渍', axes: weight('3kg', '3kg×2'),
    skus: [{ values: ['3kg'], alone: 3290, group: 2390, stock: 260 }, { values: ['3kg×2'], alone: 5990, group: 4390, stock: 130 }],
    detail: ['机洗手洗都适用。'], activity: { size: 3, durationMs: 24 * HOUR, perShopperLimit: 5, quantityLimit: 3 },
  },
  {
    picture: 'walnut', parcel: true, category: 'snack', title: '临安山核桃 手剥小籽', subtitle: '一捏就开，越嚼越香', axes: weight('250g', '500g'),
    skus: [{ values: ['250g'], alone: 3590, group: 2890, stock: 90 }, { values: ['500g'], alone: 6790, group: 5390, stock: 60 }],
    detail: ['当年新货，奶油味。坚果过敏者请勿食用。'], activity: { size: 2, durationMs: 24 * HOUR, perShopperLimit: 5, quantityLimit: 5, startsInMs: 24 * HOUR },
  },
  {
    picture: 'noodles', parcel: true, category: 'grain', title: '手工挂面 石磨面粉', subtitle: '久煮不烂，汤清面滑', axes: weight('1kg', '2.5kg'),
    skus: [{ values: ['1kg'], alone: 1590, group: 1590, stock: 300 }, { values: ['2.5kg'], alone: 3490, group: 3490, stock: 160 }],
    detail: ['只有面粉、水和盐。'],
  },
  {
    picture: 'kids-cup', parcel: true, category: 'household', title: '儿童保温杯 防漏吸管两用 小熊款 500ml 上学外出都能带', subtitle: '316 不锈钢内胆，宝宝自己就能打开', axes: [{ name: '颜色', values: ['暖橙', '雾蓝'] }],
    skus: [{ values: ['暖橙'], alone: 8990, group: 6990, stock: 3 }, { values: ['雾蓝'], alone: 8990, group: 6990, stock: 0 }],
    detail: ['首次使用前请用温水清洗。'], activity: { size: 2, durationMs: 24 * HOUR, perShopperLimit: 2, quantityLimit: 1 },
  },
]

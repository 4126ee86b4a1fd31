export const goodsCopy = {
  alonePrice: '单独购买',
  openGroup: '开团',
  joinGroup: '去拼团',
  soldOut: '已售罄',
  offShelf: '已下架',
  lowStock: (count: number) => `仅剩 ${count} 件`,
  inStock: (count: number) => `库存 ${count} 件`,
  groupSize: (count: number) => `${count}人团`,
  sold: (count: number) => count === 0 ? '新品上架' : `已拼 ${formatCount(count)} 件`,
  saved: (yuan: string) => `拼团省 ${yuan}`,
  chosen: '已选',
  chooseSpecs: (names: string[]) => `请选择${names.join('、')}`,
  unavailable: '该规格已售罄',
  quantity: '购买数量',
  quantityLimit: (count: number) => `每单限购 ${count} 件`,
  quantityStock: (count: number) => `库存只有 ${count} 件`,
  confirm: '确定',
  detail: '商品详情',
  viewAll: '查看全部',
  endOfList: '没有更多了',
  services: ['未成团自动退款', '微信支付', '社区配送'],
  picture: (index: number, total: number) => `${index}/${total}`,
  shareTitle: (title: string, price: string, size: number) => `${price} ${size}人团｜${title}`,
  increase: '增加数量',
  decrease: '减少数量',
  home: '首页',
  search: '搜索商品',
  searchHint: '搜商品，比如 水蜜桃',
  clear: '清空',
}

/** Counts above ten thousand read as 1.2万, as shoppers are used to. */
export function formatCount(count: number): string {
  if (count < 10_000) return String(count)
  const tenths = Math.floor(count / 1000)
  return `${Math.floor(tenths / 10)}${tenths % 10 ? `.${tenths % 10}` : ''}万`
}

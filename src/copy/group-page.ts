export const groupPageCopy = {
  missingTitle: '没有找到这个团',
  missingText: '链接可能已经失效，去首页看看别的团',
  goodsUnavailable: '商品信息暂时取不到，请稍后再试',
  held: '席位已为你保留，付款后才算参团成功',
  allHeld: '席位都有人占着，未付款的席位释放后就能参团',
  home: '首页',
  seeOrder: '查看订单',
  pay: '去支付',
  remind: '成团通知我',
  remindHint: '成团、未成团都会告诉你',
  reminded: '已开启通知',
}

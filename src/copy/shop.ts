export const shopCopy = {
  name: '邻团',
  slogan: '邻居一起买，新鲜又实惠',
  promises: ['未成团自动退款', '付款有保障', '社区配送'],
  home: { running: '邻居正在拼', runningHint: '差几位就成团', goods: '今日拼团', goodsHint: '每天上新' },
  category: { all: '全部商品' },
  me: {
    orders: '我的订单',
    allOrders: '全部订单',
    tabs: { toPay: '待付款', grouping: '拼团中', toReceive: '待收货', done: '已完成' },
    merchant: '商家管理',
    toShip: '待发货订单',
    toShipHint: '发货后微信才会结算',
    refunds: '异常退款',
    refundsHint: '需要商家处理的退款',
    service: '联系客服',
    about: '邻团 · 开源的社区拼团小店',
    // #ifdef LINTUAN_GALLERY
    gallery: '组件陈列',
    galleryHint: '仅开发版可见',
    // #endif
  },
}

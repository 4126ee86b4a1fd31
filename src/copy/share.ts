export const shareCopy = {
  title: '邀请好友一起拼',
  wechat: '发给微信好友',
  copyLink: '复制链接',
  copied: '链接已复制，发给邻居吧',
  qr: '小程序码',
  qrHint: '微信扫一扫参团',
  saveQr: '保存小程序码',
  saved: '已保存',
  saveFailed: '没有保存成功，请截图保存',
  qrLoading: '正在生成小程序码',
  qrFailed: '小程序码生成失败',
}

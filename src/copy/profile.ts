/** Whoever has not told a name is called as WeChat calls them. */
const UNNAMED = '微信用户'

/** The name of a shopper wherever one is shown. */
export function nicknameOf(person: { readonly nickname: string }): string {
  return person.nickname.trim() || UNNAMED
}

export const profileCopy = {
  title: '编辑资料',
  openid: '我的编号',
  openidHint: '开通店员或供货商时，把编号告诉商家。',
  edit: '点击修改头像和昵称',
  avatar: '头像',
  fromWechat: '选择微信头像',
  fromAlbum: '从相册选择头像',
  avatarChoice: (index: number) => `头像 ${index}`,
  nickname: '昵称',
  nicknamePlaceholder: '邻居们怎么称呼你',
  nicknameMissing: '请填写昵称',
  avatarMissing: '请选一个头像',
  avatarFailed: '头像没有传上去，请再试一次',
  save: '保存',
  saved: '已保存',
}

/** Carriers by WeChat's own codes, which is what shipping info is uploaded with. */
export const carriers = [
  { code: 'SF', name: '顺丰速运' },
  { code: 'ZTO', name: '中通快递' },
  { code: 'YTO', name: '圆通速递' },
  { code: 'YD', name: '韵达速递' },
  { code: 'STO', name: '申通快递' },
  { code: 'JTSD', name: '极兔速递' },
  { code: 'JD', name: '京东物流' },
  { code: 'EMS', name: '邮政 EMS' },
  { code: 'YZPY', name: '邮政快递包裹' },
  { code: 'DBL', name: '德邦快递' },
] as const

export function carrierName(code: string): string {
  return carriers.find(carrier => carrier.code === code)?.name ?? code
}

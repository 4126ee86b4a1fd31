export type Suggestion = 'review' | 'risky'

/** Words and what the content check makes of a text that holds them; labels are WeChat's. */
export type RiskWords = Readonly<Record<string, { suggest: Suggestion, label: number }>>

export const PASS_LABEL = 100

export const defaultWords: RiskWords = {
  赌博: { suggest: 'risky', label: 20006 },
  假发票: { suggest: 'risky', label: 20006 },
  裸聊: { suggest: 'risky', label: 20002 },
  傻逼: { suggest: 'risky', label: 20003 },
  刷单返利: { suggest: 'risky', label: 20008 },
  加微信: { suggest: 'review', label: 10001 },
}

import type { Group } from './group'

/** The group with somebody's seat under another name and without their face; how many seats there are and how they stand does not change (S12, S14). */
export function renameSeat(group: Group, from: string, to: string): Group | undefined {
  const { [from]: seat, ...others } = group.seats
  if (!seat && group.leaderOpenid !== from) return undefined
  const leads = group.leaderOpenid === from
  return {
    ...group,
    seats: seat ? { ...others, [to]: { ...seat, nickname: '', avatar: '' } } : group.seats,
    leaderOpenid: leads ? to : group.leaderOpenid,
    display: leads ? { ...group.display, leaderNickname: '', leaderAvatar: '' } : group.display,
  }
}

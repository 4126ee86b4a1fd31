import type { Documents } from '../cloud/documents'

/** Coupons claimed and issued are the same, and never beyond quota or limit (I10). Claims in flight count as claimed and are not issued yet. */
export function couponsBroken(documents: Documents): string[] {
  return documents.all('coupon_templates').flatMap(({ id, quota, claimed, perShopper, inflight }) => {
    const issued = documents.all('members').map(member => Object.values(member.coupons).filter(coupon => coupon.templateId === id).length)
    const sum = issued.reduce((all, count) => all + count, 0)
    const waiting = Object.keys(inflight).length
    const wrong: string[] = []
    if (claimed > quota || sum > quota) wrong.push(`I10: ${sum} of ${id} were issued and ${claimed} claimed, of ${quota}`)
    if (sum > claimed || claimed - sum > waiting) wrong.push(`I10: ${sum} of ${id} were issued, ${claimed} claimed, ${waiting} in flight`)
    if (issued.some(count => count > perShopper)) wrong.push(`I10: a shopper has more of ${id} than ${perShopper}`)
    return wrong
  })
}

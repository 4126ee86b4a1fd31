import { dayOf } from '../../cloudfunctions/domain/kernel/day'
import { takesOrders } from '../../cloudfunctions/domain/order/purchase'

/** Says, in the time zone of its process, around which instants orders are taken between 06:00 and 16:30 in Shanghai, and which day it is there. */
const at = ['16:29:59.999', '16:30:00.000', '05:59:59.999', '06:00:00.000', '16:29:59.000', '23:59:59.999'].map(time => Date.parse(`2026-05-01T${time}+08:00`))
const days = ['2026-05-01T00:00:00+08:00', '2026-05-01T23:59:59.999+08:00', '2026-05-02T00:00:00+08:00'].map(text => dayOf(Date.parse(text)))
const taken = at.map(now => takesOrders({ orderHours: { fromMinute: 360, cutoffMinute: 990 } }, now))
console.log(JSON.stringify({ offset: String(new Date(at[0] ?? 0).getTimezoneOffset()), taken, day: days }))

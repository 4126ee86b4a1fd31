import type { Actor } from './actor'
import { buysAlone, buysCart } from './buys'
import { joinsAgain, joinsAtTheEnd, joinsGroup, joinsTwice, opensGroup } from './groups'
import { looksAtOrders, looksAtOthers } from './looks'
import { adjustsStock, changesPrice, handlesRefunds, ships } from './merchant'
import { rushes } from './rush'
import { spendsTwice } from './spends-twice'
import { submitsOtherGoods, submitsTwice } from './submits-again'
import { checksIn, claimsCoupon, topsUp } from './wallet'

/** Everything people do in the simulated shop. */
export const ACTORS: readonly Actor[] = [
  buysAlone, buysCart, opensGroup, joinsGroup, joinsTwice, joinsAgain, joinsAtTheEnd, rushes, submitsTwice, submitsOtherGoods, looksAtOrders, looksAtOthers, checksIn, topsUp, claimsCoupon, spendsTwice,
  ships, adjustsStock, changesPrice, handlesRefunds,
]

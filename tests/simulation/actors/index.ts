import type { Actor } from './actor'
import { browses } from './browses'
import { buysAlone, buysCart } from './buys'
import { joinsAgain, joinsAtTheEnd, joinsGroup, opensGroup } from './groups'
import { joinsTwice } from './joins-twice'
import { looksAtOrders, looksAtOthers } from './looks'
import { adjustsStock, changesPrice, handlesRefunds, ships } from './merchant'
import { givesBack, handlesReturns } from './returns'
import { rushes } from './rush'
import { buysService, importsCodes, looksAtCodes, redeems, wantsBackWhatWasUsed } from './services'
import { spendsTwice } from './spends-twice'
import { submitsOtherGoods, submitsTwice } from './submits-again'
import { supplierShips } from './supplier'
import { checksIn, claimsCoupon, topsUp } from './wallet'

/** Everything people do in the simulated shop. */
export const ACTORS: readonly Actor[] = [
  buysAlone, buysCart, opensGroup, joinsGroup, joinsTwice, joinsAgain, joinsAtTheEnd, rushes, submitsTwice, submitsOtherGoods, looksAtOrders, looksAtOthers, checksIn, topsUp, claimsCoupon, spendsTwice,
  givesBack, browses, buysService, looksAtCodes, wantsBackWhatWasUsed,
  ships, adjustsStock, changesPrice, handlesRefunds, handlesReturns, redeems, importsCodes, supplierShips,
]

import { ellipse, finish, leaf, linear, radial, rect, shadow, words } from './draw'
import { carton } from './dairy'
import { cherry, peach, tomato } from './fruit'
import { egg, flowerCake } from './pantry'

const width = 750
const height = 320

function banner(colours: readonly [string, string], glow: string, title: string, sub: string, tag: string, ink: string, goods: string): string {
  const ground = linear([[0, colours[0]], [1, colours[1]]], 1, 0.6)
  const light = radial([[0, glow, 0.9], [1, glow, 0]], 0.5, 0.5, 0.5)
  const sans = 'font-family="Noto Sans CJK SC,PingFang SC,sans-serif"'
  return finish(
    `${rect(0, 0, width, height, 0, ground)}${ellipse(548, 150, 260, 210, light)}${ellipse(70, 330, 220, 90, '#fff', 'opacity=".14"')}${ellipse(360, -20, 160, 70, '#fff', 'opacity=".12"')}${goods}`
    + `${words(48, 128, 54, title, ink, 'style="text-anchor:start"')}<text x="50" y="176" font-size="25" fill="${ink}" opacity=".82" ${sans}>${sub}</text>`
    + `${rect(48, 206, tag.length * 25 + 40, 48, 24, ink)}<text x="${48 + (tag.length * 25 + 40) / 2}" y="239" text-anchor="middle" font-size="24" font-weight="600" fill="${colours[0]}" ${sans}>${tag}</text>`,
    width, height,
  )
}

export function fruitBanner(): string {
  return banner(['#ffe1d3', '#f9b79f'], '#fff6ee', '夏果当季', '果园现摘，邻居一起拼', '2 人成团', '#9c2a14',
    `${shadow(560, 282, 190, 16)}${peach(486, 178, 78, -10)}${peach(630, 180, 80, 10)}${peach(556, 152, 88)}${cherry(454, 254, 32)}${cherry(512, 262, 30)}${cherry(676, 256, 34)}${leaf(616, 264, 0.5, -8)}`)
}

export function breakfastBanner(): string {
  return banner(['#dcecfa', '#a9cdf0'], '#ffffff', '早餐搭子', '牛奶鸡蛋，一周备齐', '整箱更省', '#1d4f86',
    `${shadow(566, 288, 180, 14)}${carton(504, 164, 0.58)}${carton(606, 168, 0.54)}${egg(448, 248, 36, -8)}${egg(688, 250, 36, 10)}${flowerCake(566, 262, 48, false)}`)
}

export function neighbourBanner(): string {
  return banner(['#e3f0d6', '#aed290'], '#fbfff4', '邻里鲜菜', '今天下单，明天到家', '满员即发', '#2d5c22',
    `${shadow(560, 286, 186, 14)}${tomato(476, 196, 66)}${tomato(604, 186, 74)}${tomato(540, 238, 54)}${tomato(676, 240, 46)}${leaf(656, 130, 0.8, -30)}${leaf(438, 140, 0.7, 210)}`)
}

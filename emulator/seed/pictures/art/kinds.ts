import { at, ellipse, leaf, line, linear, path, radial, rect, scene, shadow, shine, words } from './draw'

/** Two cards of the shop, one leaning on the other, tied with a ribbon. */
export function giftCard(): string {
  const card = (x: number, y: number, turn: number, top: string, side: string, body: string) =>
    at(x, y, rect(-190, -118, 380, 236, 26, linear([[0, top], [1, side]], 1, 1)) + path('M-190-60Q0-130 190-20V-92Q190-118 164-118H-164Q-190-118-190-92Z', '#fff', 'opacity=".16"') + body, 1, turn)
  const bow = at(458, 250, path('M0 0C-60-66-116-40-108-4-104 32-50 34 0 0Z', '#d9493a') + path('M0 0C60-66 116-40 108-4 104 32 50 34 0 0Z', '#c53c30')
  + path('M-6 4-40 96-8 78 2 8ZM6 4 44 92 14 80 0 8Z', '#b53328') + ellipse(0, 0, 20, 18, '#e8685a') + shine(-56, -18, 20, 9, 0.4))
  return scene({ wall: ['#fdf0e6', '#f9dcc8'], table: ['#f2c3a2', '#eab48e'] },
    `${shadow(330, 478, 236, 24)}${card(350, 292, 9, '#f7d489', '#e2a94a', words(0, 20, 44, '邻里卡', '#8a5316'))}`
    + `${card(300, 322, -7, '#ee7d5c', '#c9432f', `${words(-28, 8, 58, '邻团礼品卡', '#fff6e6')}${words(-28, 62, 30, '面值 50 元', '#ffdcc4')}${line('M-150 88H60', '#ffdcc4', 4, 'opacity=".6"')}`)}${bow}`)
}

/** Warm stones, a rolled towel and a flower. */
export function massage(): string {
  const stone = (x: number, y: number, k: number) => at(x, y, ellipse(0, 0, 104, 34, radial([[0, '#8d9499'], [0.6, '#5d666c'], [1, '#3d454a']], 0.36, 0.2, 0.8)) + shine(-36, -12, 30, 7, 0.5, -6), k)
  const towel = linear([[0, '#ffffff'], [0.55, '#eef0ea'], [1, '#cfd5cc']])
  const petal = (turn: number) => at(0, 0, path('M0 0C-30-22-26-70 0-86 26-70 30-22 0 0Z', linear([[0, '#fffaf4'], [1, '#f7cfd2']])), 1, turn)
  const flower = at(470, 398, [0, 60, 120, 180, 240, 300].map(petal).join('') + ellipse(0, 0, 18, 18, '#f1bd4b'), 0.8)
  return scene({ wall: ['#eef4ee', '#dbe8dc'], table: ['#cfdcc4', '#becfb2'] },
    at(-48, -84, `${shadow(210, 474, 170, 20)}${rect(70, 306, 280, 164, 78, towel)}${ellipse(330, 388, 58, 80, '#e3e8df')}${line('M330 330a34 54 0 1 1-26 84M330 352a18 32 0 1 1-14 48', '#b3beb0', 7)}`
    + `${line('M110 330Q180 316 264 322M104 440Q180 456 262 450', '#c3ccbf', 5, 'opacity=".7"')}${shadow(474, 474, 150, 18)}${stone(476, 450, 1.24)}${stone(470, 396, 1)}${stone(476, 352, 0.74)}`
    + `${leaf(500, 408, 0.8, -24)}${leaf(428, 412, 0.7, 196)}${flower}`, 1.1))
}

/** Ribbonfish on ice in an open foam box. */
export function seaFish(): string {
  const skin = linear([[0, '#f7fbfd'], [0.45, '#c3d2db'], [1, '#8496a3']])
  const fish = (x: number, y: number, turn: number, k = 1) => at(x, y,
    path('M-220 6C-196-34-140-44-70-40 40-34 140-28 236 2 140 26 40 34-70 40-150 44-200 40-220 6Z', skin) + line('M-150-30C-20-46 110-36 200-6', '#6d8291', 4, 'opacity=".5"')
    + line('M-140 8C-20 2 100 4 196 2', '#ffffff', 5, 'opacity=".8"') + ellipse(-180, -4, 11, 11, '#fff') + ellipse(-180, -4, 6, 6, '#26343d') + line('M-142-28Q-128 2-142 30', '#6d8291', 4), k, turn)
  const ice = Array.from({ length: 26 }, (_, i) => at(96 + (i * 83) % 450, 330 + (i * 37) % 84, rect(-22, -18, 44, 36, 9, '#eef9ff', 'opacity=".85" stroke="#b9dcec" stroke-width="3"'), 0.7 + (i % 4) * 0.14, (i * 29) % 70 - 30)).join('')
  return scene({ wall: ['#e8f4fa', '#d0e6f1'], table: ['#b4d4e3', '#a2c6d8'] },
    `${shadow(320, 492, 280, 24)}${path('M40 250H600L574 486H66Z', linear([[0, '#ffffff'], [1, '#d9e4ea']]))}${path('M58 264H582L566 420H74Z', '#9fbccb')}${ice}`
    + `${fish(316, 286, -4)}${fish(332, 338, 3)}${fish(312, 390, -2)}${path('M50 400H590L574 486H66Z', linear([[0, '#ffffff'], [1, '#dfe8ed']]))}${words(320, 458, 38, '冷链直达', '#3b7797')}`)
}

/** A round tin of mooncakes, one cut open. */
export function mooncakes(): string {
  const crust = (): string => radial([[0, '#f6c37a'], [0.55, '#d58f3e'], [1, '#93551d']], 0.38, 0.3, 0.8)
  const cake = (x: number, y: number, k: number, letter: string) => at(x, y,
    Array.from({ length: 12 }, (_, i) => at(0, 0, ellipse(0, -72, 24, 24, crust()), 1, i * 30)).join('') + ellipse(0, 0, 80, 80, crust()) + ellipse(0, 0, 60, 60, 'none', 'stroke="#8a4f1b" stroke-width="5" opacity=".7"') + words(0, 20, 56, letter, '#8a4f1b') + shine(-30, -40, 22, 9, 0.4), k)
  const cut = at(480, 446, path('M-88 0A88 60 0 0 1 88 0L88 34A88 60 0 0 1-88 34Z', '#c98338') + ellipse(0, 10, 84, 40, '#7c4a26') + ellipse(6, 10, 32, 26, radial([[0, '#ffd36b'], [1, '#e8942b']])))
  return scene({ wall: ['#fbeee4', '#f3d6c3'], table: ['#e9b898', '#dfa884'] },
    `${shadow(290, 470, 250, 26)}${ellipse(286, 330, 252, 150, linear([[0, '#b63a35'], [1, '#7e1f22']]))}${ellipse(286, 310, 232, 132, '#f6e2c2')}`
    + `${cake(186, 282, 0.82, '团')}${cake(372, 268, 0.82, '圆')}${cake(280, 360, 0.92, '月')}${shadow(484, 492, 106, 14)}${cut}`)
}

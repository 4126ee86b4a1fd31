import { at, ellipse, leaf, line, linear, path, radial, rect, scene, shadow, shine, words } from './draw'

export function tissues(): string {
  const pack = (x: number, y: number, top: string, side: string, k = 1) => {
    const face = linear([[0, top], [1, side]])
    return at(x, y, `${rect(-130, -60, 260, 120, 18, face)}${path('M-130-42Q-130-60-112-60H112Q130-60 130-42V-20Q0 2-130-20Z', '#fff', 'opacity=".35"')}`
    + `${ellipse(0, -58, 66, 13, '#fff', 'opacity=".9"')}${words(0, 34, 36, '柔韧抽纸', '#fff')}${line('M-130-20V40M130-20V40', '#000', 3, 'opacity=".06"')}`, k)
  }
  const sheet = at(320, 168, path('M-62 26C-80-30-54-72-22-60-10-96 34-98 44-62 74-74 84-22 62 26 20 40-20 40-62 26Z', linear([[0, '#ffffff'], [1, '#e2e9ee']]))
  + line('M-34 20C-40-12-30-34-20-58M8 26C4-8 22-34 42-60M40 22C46-4 56-24 58-44', '#b9c6cf', 3, 'opacity=".7"'))
  return scene({ wall: ['#eaf5f6', '#d5eaed'], table: ['#bfdde1', '#aed2d7'] },
    `${shadow(320, 484, 276, 22)}${pack(188, 420, '#7fc5c9', '#4f9fa6')}${pack(452, 420, '#f4b5a4', '#e08872')}`
    + `${pack(190, 302, '#f2c98d', '#dca35a')}${pack(450, 302, '#86b8dc', '#5b93bf')}${shadow(320, 244, 120, 10, 0.18)}${sheet}${pack(320, 210, '#7fc5c9', '#4f9fa6', 0.86)}`)
}

export function detergent(): string {
  const bottle = linear([[0, '#8fc6f2'], [0.45, '#4b93d6'], [1, '#2564a8']], 1, 0)
  const cap = linear([[0, '#ffffff'], [0.5, '#eef3f8'], [1, '#c4d1de']], 1, 0)
  const bubble = (x: number, y: number, r: number) => ellipse(x, y, r, r, radial([[0, '#ffffff', 0.1], [0.75, '#ffffff', 0.25], [1, '#7fb4e6', 0.65]], 0.4, 0.35, 0.6))
    + ellipse(x - r * 0.34, y - r * 0.36, r * 0.2, r * 0.13, '#fff', 'opacity=".95"')
  const flower = (x: number, y: number, k: number) => at(x, y, Array.from({ length: 8 }, (_, i) => at(0, 0, ellipse(0, -26, 11, 22, '#fff'), 1, i * 45)).join('') + ellipse(0, 0, 14, 14, '#f4c044'), k)
  return scene({ wall: ['#eaf3fd', '#d4e6f9'], table: ['#bcd7f1', '#abcaea'] },
    `${bubble(112, 190, 42)}${bubble(172, 112, 24)}${bubble(540, 160, 50)}${bubble(478, 92, 22)}${bubble(576, 276, 22)}${shadow(318, 492, 176, 22)}`
    + `${path('M222 178Q222 144 258 144H346Q372 144 394 166 442 214 446 292L450 442Q450 492 404 492H230Q184 492 184 442V262Q184 216 222 178Z', bottle)}`
    + `${path('M362 214C406 236 416 300 412 352 410 376 378 378 376 354 380 306 376 262 350 240Z', '#d4e6f9')}${path('M362 214C406 236 416 300 412 352L404 350C406 300 398 250 360 222Z', '#2564a8', 'opacity=".35"')}`
    + `${rect(252, 66, 104, 60, 12, cap)}${line('M272 76V116M292 76V116M312 76V116M334 76V116', '#aebccb', 4, 'opacity=".7"')}${rect(244, 122, 120, 28, 8, '#2f6fb3')}`
    + `${rect(204, 288, 158, 156, 20, '#ffffff', 'opacity=".96"')}${words(283, 350, 40, '洗衣液', '#2564a8')}${words(283, 388, 22, '雏菊花香', '#5a86b5')}${flower(252, 416, 0.5)}${flower(310, 418, 0.42)}`
    + `${path('M204 250Q206 214 238 190L252 196Q224 224 222 256Z', '#fff', 'opacity=".5"')}${shadow(508, 502, 60, 10)}${flower(506, 460, 1.15)}${leaf(516, 492, 0.5, 16)}${flower(112, 470, 0.9)}`)
}

/** A bear's head around (320, 306). */
export function bear(): string {
  const ear = (x: number) => ellipse(x, 248, 30, 30, '#b97a45') + ellipse(x, 250, 17, 17, '#f2c9a0')
  return `${ear(262)}${ear(378)}${ellipse(320, 306, 84, 76, '#c98a54')}${ellipse(320, 332, 42, 33, '#f8ddbd')}${ellipse(320, 318, 13, 10, '#5a3721')}`
    + `${line('M320 328V338M320 338C312 350 300 348 298 342M320 338C328 350 340 348 342 342', '#5a3721', 4)}${ellipse(284, 298, 8, 9, '#402717')}${ellipse(356, 298, 8, 9, '#402717')}`
    + `${ellipse(264, 328, 14, 9, '#f1957a', 'opacity=".7"')}${ellipse(376, 328, 14, 9, '#f1957a', 'opacity=".7"')}`
}

export function kidsCup(): string {
  const body = linear([[0, '#ffe0a6'], [0.4, '#fcc45f'], [1, '#e39a2f']], 1, 0)
  const lid = linear([[0, '#fff6e6'], [0.5, '#f9e4c1'], [1, '#dcb987']], 1, 0)
  const star = (x: number, y: number, k: number, fill: string) => at(x, y, path('M0-30 8-9 30-9 12 5 19 27 0 14-19 27-12 5-30-9-8-9Z', fill), k)
  return scene({ wall: ['#fff3e4', '#fde3c8'], table: ['#f7cfa4', '#f1c08d'] },
    `${star(110, 156, 0.9, '#fff')}${star(536, 120, 0.7, '#fff')}${star(562, 268, 1, '#ffd98a')}${star(86, 316, 0.6, '#ffd98a')}${shadow(322, 496, 150, 20)}`
    + `${line('M226 176C168 196 158 276 218 300', '#e88a6a', 20)}${line('M226 172C172 192 160 268 214 294', '#f6b39b', 6, 'opacity=".8"')}`
    + `${path('M212 176H428L420 462Q418 496 386 496H254Q222 496 220 462Z', body)}${bear()}${words(320, 446, 34, '你好呀', '#8a5316')}`
    + `${rect(198, 116, 244, 66, 22, lid)}${path('M266 116V92Q266 70 290 70H350Q374 70 374 92V116Z', '#e88a6a')}${line('M300 70C300 38 346 38 346 66', '#c9694a', 12)}${line('M216 180H424', '#c78a3a', 5, 'opacity=".5"')}`
    + `${path('M234 200H258L256 470H244Z', '#fff', 'opacity=".45"')}${shine(228, 140, 16, 10, 0.8)}`)
}

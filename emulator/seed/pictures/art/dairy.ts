import { at, ellipse, leaf, line, linear, path, radial, rect, scene, shadow, shine, words } from './draw'

export function carton(x: number, y: number, k: number): string {
  const face = linear([[0, '#ffffff'], [1, '#e8eff6']])
  return at(x, y, `${path('M-72-170H72L72 190Q72 200 62 200H-62Q-72 200-72 190Z', face)}${path('M72-170 108-146V182Q108 192 100 194L72 200Z', '#c6d5e4')}`
  + `${path('M-72-170-52-228H90L72-170Z', '#dfe8f1')}${path('M72-170 90-228 108-146Z', '#b5c8da')}${rect(-56, -250, 150, 26, 5, '#3f86c6')}`
  + `${path('M-72 40C-30 0 20 76 72 30V190Q72 200 62 200H-62Q-72 200-72 190Z', linear([[0, '#59a2de'], [1, '#2f72b6']]))}${path('M72 30 108 10V182Q108 192 100 194L72 200Z', '#2a65a3')}`
  + `${words(0, -70, 40, '纯牛奶', '#24588f')}${words(0, -36, 18, '优质乳蛋白', '#6487aa')}${ellipse(-34, 12, 20, 14, '#3a3a3a', 'opacity=".85"')}${ellipse(26, 2, 14, 10, '#3a3a3a', 'opacity=".85"')}`, k)
}

export function milk(): string {
  const glass = linear([[0, '#ffffff', 0.9], [1, '#dfeaf4', 0.9]])
  return scene({ wall: ['#e9f3fc', '#d3e6f8'], table: ['#b9d6ee', '#a7c9e7'] },
    `${shadow(290, 490, 240, 22)}${carton(158, 298, 0.86)}${carton(404, 298, 0.86)}${carton(276, 292, 0.98)}`
    + `${shadow(536, 496, 74, 12)}${path('M480 318H592L580 474Q578 492 560 492H512Q494 492 492 474Z', glass)}${path('M485 356C510 346 560 366 588 354L580 474Q578 492 560 492H512Q494 492 492 474Z', linear([[0, '#ffffff'], [1, '#eef3f8']]))}`
    + `${ellipse(536, 320, 56, 9, '#fff', 'stroke="#c3d6e6" stroke-width="3"')}${path('M496 366 506 366 510 470 502 470Z', '#c9dbe9', 'opacity=".6"')}${leaf(70, 500, 0.6, -12)}`)
}

export function yogurt(): string {
  const strawberry = (x: number, y: number, k: number) => at(x, y, path('M0 62C-52 36-66-16-44-42-24-60 24-60 44-42 66-16 52 36 0 62Z', radial([[0, '#ff8d86'], [0.45, '#e43b45'], [1, '#a81526']]))
  + [[-22, -18], [4, -24], [26, -12], [-28, 6], [-4, 4], [20, 14], [-10, 28], [8, 40]].map(([a, b]) => ellipse(a!, b!, 3, 5, '#ffdf8e')).join('')
  + Array.from({ length: 5 }, (_, i) => at(0, -48, path('M0 0C10-12 34-14 44-4 30 8 12 8 0 0Z', '#4e9440'), 1, i * 40 - 170)).join(''), k)
  const cup = (x: number, y: number, k: number, tint: string, name: string, colour: string) => at(x, y, `${path('M-92-96H92L74 104Q72 120 54 120H-54Q-72 120-74 104Z', linear([[0, '#ffffff'], [0.5, '#fdfaf7'], [1, '#d9d2cc']], 1, 0))}`
  + `${path('M-86-28H86L77 66H-77Z', tint)}${words(0, 34, 44, name, colour)}${ellipse(0, -96, 98, 24, linear([[0, '#ffffff'], [1, '#cfd6dd']], 1, 0.3))}${ellipse(0, -99, 86, 18, '#edf1f4')}`
  + `${path('M84-98Q118-96 108-78 96-74 90-90Z', '#d9dfe5')}${path('M-74-76-58-76-52 110-60 110Z', '#fff', 'opacity=".7"')}`, k)
  return scene({ wall: ['#fff0ef', '#fbdcdc'], table: ['#f3c5c6', '#ecb4b6'] },
    `${shadow(320, 486, 266, 22)}${cup(176, 340, 1, '#f7b7bd', '草莓', '#a81f38')}${cup(464, 340, 1, '#fbd491', '黄桃', '#94570b')}${cup(320, 356, 1.1, '#dfe9f5', '原味', '#2d5a8e')}`
    + `${cup(246, 176, 0.72, '#dfe9f5', '原味', '#2d5a8e')}${cup(396, 176, 0.72, '#f7b7bd', '草莓', '#a81f38')}`
    + `${shadow(566, 510, 52, 9)}${strawberry(566, 458, 0.84)}${shadow(78, 512, 48, 9)}${strawberry(80, 462, 0.76)}${shine(320, 262, 40, 6, 0.6, 0)}${line('M0 0', '#fff', 1)}${leaf(120, 498, 0.4, -6)}`)
}

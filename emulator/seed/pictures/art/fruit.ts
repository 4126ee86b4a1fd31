import { at, ellipse, leaf, line, linear, path, radial, scene, shadow, shine } from './draw'

export function peach(x: number, y: number, r: number, turn = 0): string {
  const skin = radial([[0, '#fff3dc'], [0.38, '#fdd0b4'], [0.72, '#f28c7c'], [1, '#d9525a']], 0.34, 0.3, 0.86)
  const outline = 'M0-80C36-112 102-88 102-8 102 64 46 96 0 106-46 96-102 64-102-8-102-88-36-112 0-80Z'
  return at(x, y, `${path(outline, skin)}${line('M0-80C26-36 24 44 2 104', '#b93b4a', 4, 'opacity=".32"')}${shine(-44, -42, 26, 38, 0.6)}`
  + `${leaf(2, -82, 0.72, -24)}${leaf(-2, -82, 0.62, 206, '#4c8a42', '#98c968')}`, r / 100, turn)
}

function peachHalf(x: number, y: number, r: number): string {
  const flesh = radial([[0, '#ffdf9c'], [0.55, '#ffe7bd'], [0.86, '#ffd2a8'], [1, '#f29a86']], 0.5, 0.52, 0.56)
  const stone = radial([[0, '#b2704a'], [1, '#74402a']])
  return at(x, y, ellipse(0, 0, 100, 94, '#e4685f') + ellipse(0, -2, 94, 88, flesh) + ellipse(0, 4, 36, 42, '#e88b73', 'opacity=".55"')
  + ellipse(0, 4, 27, 34, stone) + line('M-10-14C-4-4-6 8-12 18M8-20C4-6 6 10 12 22M0-24V30', '#5b2f1c', 3, 'opacity=".55"'), r / 100)
}

export function peaches(): string {
  const basket = linear([[0, '#e0b27a'], [1, '#b07b45']])
  const weave = Array.from({ length: 13 }, (_, i) => line(`M${126 + i * 32} ${398 + Math.abs(6 - i) * -2}l-8 74`, '#8d5c2e', 4, 'opacity=".35"')).join('')
  return scene({ wall: ['#fdeee6', '#fbdccf'], table: ['#f6cdbb', '#f0bda7'] },
    `${shadow(320, 478, 250, 24)}${peach(318, 204, 96)}${peach(196, 292, 94, -10)}${peach(444, 290, 96, 12)}${peach(320, 310, 104)}`
    + `${path('M84 374C160 396 480 396 556 374L524 466C470 486 170 486 116 466Z', basket)}${weave}`
    + `${line('M86 376C162 398 478 398 554 376', '#cb965a', 15)}${line('M86 373C162 395 478 395 554 373', '#eccb97', 4)}${line('M108 430C190 448 450 448 532 430', '#8d5c2e', 4, 'opacity=".35"')}`
    + `${shadow(514, 500, 78, 14)}${peachHalf(508, 440, 70)}`)
}

export function cherry(x: number, y: number, r: number): string {
  const skin = radial([[0, '#f0747c'], [0.32, '#b81f34'], [0.8, '#74091d'], [1, '#4e0514']], 0.34, 0.28, 0.82)
  return at(x, y, path('M0-74C40-100 104-72 100 0 96 66 44 98 0 98-44 98-96 66-100 0-104-72-40-100 0-74Z', skin)
  + ellipse(0, -72, 22, 8, '#3f0410', 'opacity=".55"') + shine(-40, -38, 20, 30, 0.8) + ellipse(-46, -46, 8, 13, '#fff', 'opacity=".75" transform="rotate(24 -46 -46)"'), r / 100)
}

function stem(x: number, y: number, dx: number, dy: number): string {
  return line(`M${x} ${y}q${dx * 0.2} ${dy * 0.7} ${dx} ${dy}`, '#6f8f3c', 6) + line(`M${x} ${y}q${dx * 0.2} ${dy * 0.7} ${dx} ${dy}`, '#a3bd62', 2)
}

export function cherries(): string {
  const bowl = linear([[0, '#ffffff'], [0.5, '#f2ece8'], [1, '#d3c3bb']])
  const back: readonly (readonly [number, number, number])[] = [[200, 296, 46], [280, 268, 48], [362, 266, 48], [442, 296, 46], [240, 216, 46], [324, 194, 48], [402, 220, 46]]
  const front: readonly (readonly [number, number, number])[] = [[160, 338, 46], [246, 330, 50], [330, 322, 52], [412, 332, 50], [484, 340, 45]]
  return scene({ wall: ['#fbeceb', '#f5d7d5'], table: ['#eac3c0', '#e2b2af'] },
    `${shadow(322, 484, 216, 24)}${stem(324, 164, 52, -92)}${stem(240, 182, -44, -78)}${stem(402, 186, 86, -66)}${leaf(372, 74, 0.9, 18)}`
    + `${back.map(c => cherry(...c)).join('')}${front.map(c => cherry(...c)).join('')}`
    + `${path('M112 344C180 376 460 376 528 344 524 432 440 484 320 484 200 484 116 432 112 344Z', bowl)}${line('M114 346C182 378 458 378 526 346', '#fff', 6)}`
    + `${line('M140 392C220 424 420 424 500 392', '#d7515c', 5, 'opacity=".5"')}${shine(190, 420, 20, 44, 0.7, 24)}`
    + `${shadow(560, 512, 50, 10)}${cherry(558, 470, 42)}${stem(558, 440, 30, -64)}${shadow(88, 508, 46, 10)}${cherry(86, 470, 38)}${stem(86, 442, -22, -60)}`)
}

function blueberry(x: number, y: number, r: number): string {
  const skin = radial([[0, '#a9bfee'], [0.3, '#5f78bd'], [0.75, '#33457f'], [1, '#1f2a57']], 0.34, 0.3, 0.82)
  const crown = Array.from({ length: 5 }, (_, i) => at(10, -8, path('M0-6 9-28 17-8Z', '#25305e'), 1, i * 72)).join('')
  return at(x, y, ellipse(0, 0, 100, 96, skin) + ellipse(10, -8, 32, 28, '#1b2450') + crown + ellipse(10, -8, 17, 15, '#3d4d88') + shine(-44, -46, 24, 20, 0.5), r / 100)
}

export function blueberries(): string {
  const box = linear([[0, '#ffffff', 0.55], [1, '#dfe9f6', 0.75]])
  const places: readonly (readonly [number, number, number])[] = [
    [214, 238, 42], [296, 214, 44], [380, 218, 43], [448, 246, 40], [170, 300, 44], [254, 290, 46], [338, 284, 47], [420, 296, 45], [490, 312, 40],
    [150, 374, 44], [232, 366, 48], [322, 362, 49], [410, 368, 47], [488, 384, 42], [192, 430, 42], [276, 438, 44], [364, 440, 44], [448, 434, 41],
  ]
  return scene({ wall: ['#eaf0fb', '#d7e3f5'], table: ['#c3d3ea', '#b5c8e4'] },
    `${shadow(320, 488, 240, 22, 0.26)}${places.map(b => blueberry(...b)).join('')}${leaf(300, 172, 1, -18)}${leaf(300, 176, 0.8, 200)}`
    + `${path('M92 318H548L518 470Q514 488 494 488H146Q126 488 122 470Z', box, 'stroke="#fff" stroke-width="5" stroke-opacity=".85"')}${line('M80 316H560', '#fff', 13, 'opacity=".95"')}`
    + `${path('M140 336 200 336 176 472 160 472Z', '#fff', 'opacity=".4"')}${shadow(576, 512, 40, 9)}${blueberry(574, 478, 34)}${shadow(74, 516, 36, 8)}${blueberry(72, 484, 32)}`)
}

function orange(x: number, y: number, r: number): string {
  const skin = radial([[0, '#ffd98a'], [0.4, '#fba63a'], [0.82, '#ee7c17'], [1, '#cf5d0c']], 0.34, 0.3, 0.84)
  const pores = Array.from({ length: 26 }, (_, i) => ellipse(Math.cos(i * 2.4) * 16 * Math.sqrt(i + 1), Math.sin(i * 2.4) * 15 * Math.sqrt(i + 1), 2.2, 2.2, '#d9690f', 'opacity=".4"')).join('')
  return at(x, y, ellipse(0, 0, 100, 97, skin) + pores + shine(-40, -42, 30, 26, 0.55) + path('M-13-90-3-98 6-94 16-96 12-84 0-80Z', '#5d7f35'), r / 100)
}

function orangeHalf(x: number, y: number, r: number): string {
  const flesh = radial([[0, '#ffcb62'], [1, '#fb9b2c']], 0.5, 0.5, 0.6)
  const slices = Array.from({ length: 10 }, (_, i) => at(0, 0, path('M0-8C15-34 24-58 16-77Q0-87-16-77C-24-58-15-34 0-8Z', flesh), 1, i * 36)).join('')
  return at(x, y, ellipse(0, 0, 100, 97, '#f08a1d') + ellipse(0, 0, 93, 90, '#fff2d6') + slices + shine(-34, -40, 30, 12, 0.4), r / 100)
}

export function oranges(): string {
  return scene({ wall: ['#fff4e0', '#fde6c4'], table: ['#f8d39e', '#f3c585'] },
    `${shadow(300, 470, 250, 28)}${orange(206, 300, 106)}${orange(408, 284, 112)}${leaf(412, 182, 1, -30)}${leaf(206, 200, 0.8, 210)}${orange(120, 404, 84)}`
    + `${shadow(300, 492, 110, 16)}${orangeHalf(292, 398, 106)}${shadow(498, 492, 90, 14)}${orange(500, 412, 88)}${leaf(502, 330, 0.7, -14)}`)
}

export function tomato(x: number, y: number, r: number): string {
  const skin = radial([[0, '#ff9d84'], [0.36, '#ee4a37'], [0.85, '#c4231d'], [1, '#941613']], 0.34, 0.3, 0.84)
  const calyx = Array.from({ length: 5 }, (_, i) => at(0, -84, path('M0 4C8 10 30 12 44 2 30-4 12-8 0 4Z', '#4d8a35'), 1, i * 72 + 18)).join('')
  return at(x, y, ellipse(0, 0, 92, 98, skin) + shine(-38, -36, 18, 36, 0.75) + calyx + line('M0-84Q4-100 14-112', '#4d8a35', 8), r / 100)
}

export function tomatoes(): string {
  const wood = linear([[0, '#e3b987'], [1, '#bd8a55']])
  return scene({ wall: ['#f1f6e8', '#e0ecd2'], table: ['#cfdfbb', '#c0d3a8'] },
    `${shadow(320, 474, 262, 22)}${path('M70 392H570Q590 392 584 412L572 452Q568 466 548 466H92Q72 466 68 452L56 412Q50 392 70 392Z', wood)}${line('M84 414H556M96 440H540', '#9c6c3c', 3, 'opacity=".4"')}`
    + `${tomato(170, 300, 66)}${tomato(286, 272, 74)}${tomato(404, 280, 70)}${tomato(500, 316, 60)}${tomato(120, 358, 50)}${tomato(224, 352, 64)}${tomato(340, 350, 68)}${tomato(450, 362, 58)}`
    + `${leaf(520, 250, 1, -44)}${leaf(96, 292, 0.8, 216)}`)
}

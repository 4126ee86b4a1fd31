import { at, ellipse, leaf, line, linear, path, radial, rect, scene, shadow, shine, words } from './draw'

export function egg(x: number, y: number, r: number, turn = 0): string {
  const shell = radial([[0, '#fff0dd'], [0.45, '#f3c79b'], [0.85, '#d79560'], [1, '#b87746']], 0.36, 0.3, 0.82)
  return at(x, y, path('M0-112C54-112 88-38 88 18 88 70 48 100 0 100-48 100-88 70-88 18-88-38-54-112 0-112Z', shell) + shine(-30, -44, 18, 30, 0.6), r / 100, turn)
}

export function eggs(): string {
  const tray = linear([[0, '#d9d2c3'], [1, '#aaa08c']])
  const rows = [[230, 0.82], [296, 0.92], [370, 1]] as const
  const body = rows.map(([y, k]) => {
    const row = Array.from({ length: 5 }, (_, i) => egg(320 + (i - 2) * 100 * k, y, 50 * k, (i % 2) * 4 - 2)).join('')
    return row + path(`M${320 - 262 * k} ${y + 22}q${52 * k} 40 ${105 * k} 0t${105 * k} 0 ${105 * k} 0 ${105 * k} 0 ${105 * k} 0l14 42H${320 - 276 * k}Z`, tray)
  }).join('')
  const straw = Array.from({ length: 9 }, (_, i) => line(`M${40 + i * 64} ${500 + (i % 3) * 8}q40-18 78-4`, '#d0a552', 4, 'opacity=".7"')).join('')
  return scene({ wall: ['#fdf4e4', '#f8e6c8'], table: ['#eed3a6', '#e6c692'] },
    `${shadow(320, 474, 286, 24)}${body}${rect(44, 426, 552, 48, 14, linear([[0, '#bdb39f'], [1, '#958a74']]))}${line('M60 432H580', '#e6dfcf', 4, 'opacity=".7"')}`
    + `${straw}${shadow(520, 524, 60, 9)}${egg(516, 486, 44, 68)}`)
}

export function rice(): string {
  const bag = linear([[0, '#fffdf8'], [0.5, '#f5ecdc'], [1, '#dccab0']], 1, 0.2)
  const green = linear([[0, '#5d9a4d'], [1, '#2f6b35']])
  const grains = Array.from({ length: 74 }, (_, i) => {
    const x = 470 + Math.cos(i * 2.399) * 10.5 * Math.sqrt(i)
    const y = 398 + Math.sin(i * 2.399) * 3.6 * Math.sqrt(i) - Math.max(0, 26 - Math.sqrt(i) * 4)
    return `<g transform="rotate(${(i * 47) % 180} ${x} ${y})">${ellipse(x, y, 9, 4, i % 3 ? '#fffdf6' : '#efe3cc')}</g>`
  }).join('')
  const bowl = linear([[0, '#3f6d8c'], [1, '#234861']])
  return scene({ wall: ['#f4f6e6', '#e6ecce'], table: ['#d8dfb4', '#cbd4a0'] },
    `${shadow(250, 486, 178, 24)}${path('M118 126Q250 98 382 126L400 210Q410 350 390 478Q250 500 110 478Q90 350 100 210Z', bag)}`
    + `${path('M124 86H376L382 130Q250 106 118 130Z', '#eadbc2')}${line('M128 100H372', '#b99f78', 4, 'stroke-dasharray="10 8"')}${path('M102 300Q250 330 398 300L394 428Q250 458 106 428Z', green)}`
    + `${words(250, 262, 62, '五常大米', '#2f5a30')}${words(250, 392, 36, '稻花香 5kg', '#fff8dc')}`
    + `${line('M180 186C220 160 280 160 320 186', '#c7a44a', 5)}${leaf(196, 182, 0.4, -30, '#b3882e', '#e3c66e')}${leaf(300, 182, 0.4, 200, '#b3882e', '#e3c66e')}${path('M128 150Q140 300 130 470L150 474Q156 300 150 146Z', '#fff', 'opacity=".5"')}`
    + `${shadow(470, 494, 126, 18)}${ellipse(470, 398, 108, 30, '#f8efdd')}${grains}${path('M356 398C392 432 548 432 584 398 580 458 530 494 470 494 410 494 360 458 356 398Z', bowl)}`
    + `${line('M358 400C394 434 546 434 582 400', '#8fb4cb', 5)}${line('M384 446C430 468 510 468 556 446', '#dbe8ef', 4, 'opacity=".55"')}`)
}

export function flowerCake(x: number, y: number, r: number, stamped = true): string {
  const crust = radial([[0, '#fff1cd'], [0.6, '#f3cd8c'], [0.9, '#dca257'], [1, '#bb7c38']], 0.42, 0.36, 0.7)
  const stamp = stamped ? ellipse(0, -14, 30, 22, 'none', 'stroke="#d23b4c" stroke-width="5"') + words(0, -2, 32, '花', '#d23b4c') : ''
  return at(x, y, path('M-100-6C-100 44-60 66 0 66 60 66 100 44 100-6Z', '#c98d47') + ellipse(0, -8, 100, 58, crust) + stamp + shine(-44, -34, 30, 12, 0.5), r / 100)
}

export function flowerCakes(): string {
  const filling = radial([[0, '#d9527a'], [0.7, '#a92b55'], [1, '#7d1b3d']], 0.5, 0.4, 0.7)
  const plate = radial([[0, '#ffffff'], [0.75, '#f7f0ec'], [1, '#dccfc8']], 0.5, 0.4, 0.6)
  const petal = (x: number, y: number, turn: number, k = 1) => at(x, y, path('M0 0C20-34 70-30 74 4 60 32 18 30 0 0Z', linear([[0, '#f8a9bd'], [1, '#d9577f']], 1, 0.5)), k, turn)
  return scene({ wall: ['#fdedf1', '#f9d8e1'], table: ['#f2c2cf', '#ebb1c1'] },
    `${shadow(320, 474, 260, 26)}${ellipse(320, 416, 270, 74, plate)}${ellipse(320, 410, 210, 52, '#efe4de', 'opacity=".6"')}`
    + `${flowerCake(222, 336, 108)}${flowerCake(428, 340, 108)}${flowerCake(322, 246, 112)}`
    + `${at(330, 410, `${path('M-104-30C-104 30-60 54 0 54L10-50C-40-78-104-70-104-30Z', '#dca257')}${path('M0 54 10-50C60-62 104-50 104-24 104 30 60 54 0 54Z', filling)}${path('M10-50C60-66 106-52 104-24L96-16C90-34 56-44 8-34Z', '#f3cd8c')}${ellipse(44, 6, 14, 8, '#e87a9b', 'opacity=".7"')}${ellipse(68, 22, 9, 6, '#e87a9b', 'opacity=".7"')}${ellipse(24, 30, 9, 6, '#e87a9b', 'opacity=".7"')}`, 0.84)}`
    + `${petal(90, 456, -20)}${petal(498, 470, 12, 0.9)}${petal(548, 416, -60, 0.6)}${petal(92, 140, 30, 0.5)}${petal(520, 120, -40, 0.55)}`)
}

export function dumpling(x: number, y: number, r: number, turn = 0): string {
  const skin = linear([[0, '#fffdf6'], [0.6, '#f6ead2'], [1, '#dcc59c']])
  const pleats = Array.from({ length: 6 }, (_, i) => line(`M${-66 + i * 26} ${-32 - Math.sin((i + 0.7) * 0.55) * 26}q6 20 2 34`, '#c9ad7f', 4, 'opacity=".75"')).join('')
  return at(x, y, path('M-108 22C-104-44-48-78 0-78S104-44 108 22C72 58-72 58-108 22Z', skin)
  + path('M-108 22C-104-44-48-78 0-78S104-44 108 22C92-20 44-40 0-40S-92-20-108 22Z', '#fff8e6') + pleats + shine(-20, 8, 46, 14, 0.6, -4), r / 100, turn)
}

export function dumplings(): string {
  const plate = radial([[0, '#eaf3f4'], [0.7, '#c9dfe3'], [1, '#8fb6bf']], 0.5, 0.4, 0.6)
  const steam = [230, 320, 410].map(x => line(`M${x} 150c-22-26 22-44 0-72`, '#fff', 12, 'opacity=".5" filter="url(#blur)"')).join('')
  return scene({ wall: ['#eef5f2', '#dcebe5'], table: ['#c5dcd3', '#b5d0c5'] },
    `${steam}${shadow(320, 480, 264, 24)}${ellipse(320, 402, 282, 92, plate)}${ellipse(320, 394, 224, 64, '#f7fbfb', 'opacity=".9"')}`
    + `${dumpling(224, 294, 78, -8)}${dumpling(414, 294, 78, 8)}${dumpling(320, 252, 80)}${dumpling(150, 370, 80, -14)}${dumpling(490, 370, 80, 14)}${dumpling(320, 348, 88)}${dumpling(238, 418, 80, -4)}${dumpling(410, 418, 80, 6)}`
    + `${leaf(470, 466, 0.5, 10)}${leaf(128, 452, 0.45, -20)}`)
}

function nut(x: number, y: number, r: number, open = false): string {
  const shell = radial([[0, '#e6b988'], [0.5, '#b57a49'], [1, '#6f4022']], 0.34, 0.3, 0.85)
  const ridges = line('M-50-62C-20-30-24 36-44 70M-8-86C8-40 6 40-4 88M44-66C26-24 32 36 46 66', '#6b3d1f', 5, 'opacity=".45"')
  const kernel = open
    ? ellipse(8, 2, 66, 62, '#5e3519') + path('M8-50C-30-60-52-26-36 0-54 24-28 56 8 46 44 56 68 24 52 0 68-26 44-60 8-50Z', radial([[0, '#fbe3b6'], [1, '#d9a765']])) + line('M8-48V44M-18-26C-8-10-10 8-22 24M34-26C24-10 26 8 38 24', '#b07b3f', 4, 'opacity=".7"')
    : shine(-36, -40, 18, 24, 0.45)
  return at(x, y, path('M0-94C58-98 100-50 98 4 96 62 52 96 0 96-52 96-98 60-98 2-98-54-54-92 0-94Z', shell) + ridges + kernel, r / 100)
}

export function walnuts(): string {
  const sack = linear([[0, '#e9d6b4'], [1, '#bf9f6e']])
  const weave = Array.from({ length: 9 }, (_, i) => line(`M${150 + i * 42} 350q-6 60 0 126`, '#a5834f', 3, 'opacity=".3"')).join('')
  return scene({ wall: ['#f8efe3', '#efdfc9'], table: ['#dfc6a2', '#d4b78d'] },
    `${shadow(312, 488, 238, 24)}${nut(206, 282, 50)}${nut(296, 252, 54)}${nut(390, 262, 52)}${nut(458, 300, 46)}${nut(160, 324, 44)}${nut(246, 318, 52, true)}${nut(342, 316, 54)}${nut(424, 332, 48, true)}`
    + `${path('M116 344C180 366 450 366 514 344 546 400 534 462 502 486 400 500 226 500 126 486 94 462 84 400 116 344Z', sack)}${weave}`
    + `${path('M104 336C170 372 460 372 526 336 540 352 538 366 526 374 450 396 180 396 104 374 92 366 90 352 104 336Z', '#d8bf95')}${line('M112 352C180 378 450 378 520 352', '#f4e7cd', 4, 'opacity=".8"')}`
    + `${words(314, 452, 44, '山核桃', '#7a5228')}${shadow(560, 516, 56, 9)}${nut(560, 478, 44, true)}${shadow(74, 522, 46, 8)}${nut(72, 488, 38)}`)
}

export function noodles(): string {
  const bundle = (x: number, y: number, turn: number) => {
    const strands = Array.from({ length: 17 }, (_, i) => line(`M${-64 + i * 8}-206V206`, i % 2 ? '#fbf0d2' : '#ead6a4', 7)).join('')
    const band = linear([[0, '#c93a2c'], [0.5, '#e4563f'], [1, '#a92b20']], 1, 0)
    return at(x, y, `${rect(-70, -204, 140, 408, 16, '#dfc88f')}${strands}${rect(-76, -64, 152, 128, 6, band)}${rect(-46, -46, 92, 92, 46, '#fff6df')}${words(0, 16, 46, '挂面', '#b3301f')}`, 0.9, turn)
  }
  const wheat = (x: number, y: number, turn: number) => at(x, y, line('M0 0V-190', '#b58a34', 5) + Array.from({ length: 7 }, (_, i) =>
    leaf(0, -70 - i * 18, 0.36, -62, '#b98a2c', '#edcf7e') + leaf(0, -70 - i * 18, 0.36, 242, '#b98a2c', '#edcf7e')).join(''), 1, turn)
  return scene({ wall: ['#fcf5e2', '#f6e8c5'], table: ['#ebd5a0', '#e2c98c'] },
    `${shadow(310, 484, 240, 24)}${wheat(500, 470, 16)}${wheat(546, 476, 30)}${bundle(178, 300, -8)}${bundle(434, 300, 9)}${shadow(306, 488, 84, 10)}${bundle(306, 296, 0)}${wheat(84, 478, -20)}`)
}

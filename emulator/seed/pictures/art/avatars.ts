import { at, ellipse, finish, line, linear, path, rect } from './draw'

const side = 160

interface Person { ground: readonly [string, string]; skin: string; hair: string; top: string; style: 'bob' | 'short' | 'bun' | 'long' | 'cap' | 'grey'; glasses?: boolean }

function person({ ground, skin, hair, top, style, glasses }: Person): string {
  const behind: Record<Person['style'], string> = {
    bob: path('M36 78C34 38 56 22 80 22S126 38 124 78L122 108Q80 124 38 108Z', hair),
    long: path('M34 76C32 36 54 20 80 20S128 36 126 76L132 140H28Z', hair),
    bun: ellipse(80, 22, 19, 17, hair) + ellipse(80, 62, 46, 42, hair),
    short: '', cap: ellipse(80, 66, 43, 40, hair), grey: ellipse(80, 64, 44, 40, hair),
  }
  const front: Record<Person['style'], string> = {
    bob: path('M42 72C44 38 60 30 82 30S118 42 118 74C104 70 92 60 86 48 78 62 60 72 42 72Z', hair),
    long: path('M42 76C42 40 60 28 80 28S118 40 118 76C112 58 100 48 80 46 60 48 48 58 42 76Z', hair),
    bun: path('M42 70C42 40 60 30 80 30S118 40 118 70C106 60 98 50 80 50S54 60 42 70Z', hair),
    short: path('M42 70C36 36 58 22 84 24 112 24 124 44 118 70 114 58 108 52 98 50 78 54 58 52 50 54 46 58 44 62 42 70Z', hair),
    cap: path('M40 60C40 32 58 24 80 24S120 32 120 60Z', top) + path('M40 58H120Q136 60 138 70 120 64 40 64Z', top) + path('M40 58H120V64H40Z', '#000', 'opacity=".15"'),
    grey: path('M42 66C40 44 54 34 66 36 80 28 100 32 108 42 116 46 118 56 118 66 108 54 96 52 80 54 64 52 52 56 42 66Z', hair),
  }
  const eyes = line('M63 80q4-5 8 0M89 80q4-5 8 0', '#3b2a22', 4)
  const lenses = glasses ? `${ellipse(66, 80, 13, 12, '#fff', 'fill-opacity=".25" stroke="#5a4a42" stroke-width="3"')}${ellipse(94, 80, 13, 12, '#fff', 'fill-opacity=".25" stroke="#5a4a42" stroke-width="3"')}${line('M79 79h2', '#5a4a42', 3)}` : ''
  return finish(
    `${rect(0, 0, side, side, 0, linear([[0, ground[0]], [1, ground[1]]]))}${behind[style]}${rect(68, 104, 24, 30, 12, skin)}${path('M68 116Q80 128 92 116V122Q80 132 68 122Z', '#000', 'opacity=".1"')}`
    + `${path('M20 168C22 138 46 126 68 124Q80 136 92 124C114 126 138 138 140 168Z', top)}${ellipse(44, 80, 7, 9, skin)}${ellipse(116, 80, 7, 9, skin)}${path('M44 72C44 46 60 38 80 38S116 46 116 72 104 118 80 118 44 98 44 72Z', skin)}`
    + `${front[style]}${eyes}${lenses}${ellipse(56, 94, 8, 5, '#ee7d62', 'opacity=".4"')}${ellipse(104, 94, 8, 5, '#ee7d62', 'opacity=".4"')}${line('M70 98q10 9 20 0', '#b1543f', 4)}`,
    side, side,
  )
}

function cat(ground: readonly [string, string], fur: string, inner: string): string {
  return finish(`${rect(0, 0, side, side, 0, linear([[0, ground[0]], [1, ground[1]]]))}${path('M36 84 38 34 70 56H90L122 34 124 84C128 122 108 138 80 138S32 122 36 84Z', fur)}${path('M46 64 46 48 60 58ZM114 64 114 48 100 58Z', inner)}`
    + `${ellipse(62, 88, 7, 9, '#35271f')}${ellipse(98, 88, 7, 9, '#35271f')}${ellipse(64, 85, 2.5, 3, '#fff')}${ellipse(100, 85, 2.5, 3, '#fff')}${path('M74 102H86L80 109Z', '#e0806a')}${line('M80 109q-2 9-12 8M80 109q2 9 12 8M30 98l20 4M30 114l20-4M130 98l-20 4M130 114l-20-4', '#6b4f3f', 3, 'opacity=".7"')}`, side, side)
}

function dog(ground: readonly [string, string]): string {
  return finish(`${rect(0, 0, side, side, 0, linear([[0, ground[0]], [1, ground[1]]]))}${ellipse(80, 86, 46, 48, '#f3dcc0')}${path('M40 46C20 50 18 92 32 106 46 104 48 74 56 52ZM120 46C140 50 142 92 128 106 114 104 112 74 104 52Z', '#b5793f')}`
    + `${ellipse(80, 108, 26, 21, '#fff8ee')}${ellipse(63, 82, 6, 8, '#35271f')}${ellipse(97, 82, 6, 8, '#35271f')}${ellipse(80, 98, 10, 7, '#35271f')}${line('M80 104v8M80 112q-6 8-14 4M80 112q6 8 14 4', '#35271f', 3)}${path('M74 117H86V126Q80 134 74 126Z', '#ee8a86')}`, side, side)
}

function plant(ground: readonly [string, string]): string {
  const stalk = (turn: number, k: number) => at(80, 104, path('M0 0C-22-22-20-58 0-78 20-58 22-22 0 0Z', linear([[0, '#9bcf72'], [1, '#4b8f45']])) + line('M0-6V-62', '#fff', 2.5, 'opacity=".4"'), k, turn)
  return finish(`${rect(0, 0, side, side, 0, linear([[0, ground[0]], [1, ground[1]]]))}${stalk(-56, 0.76)}${stalk(56, 0.76)}${stalk(-26, 0.94)}${stalk(26, 0.94)}${stalk(0, 1.04)}${path('M46 100H114L106 142Q105 146 100 146H60Q55 146 54 142Z', linear([[0, '#ee9a74'], [1, '#c9623c']]))}${rect(42, 94, 76, 15, 6, '#f2ab88')}`, side, side)
}

/** Faces of the demo neighbours. */
export const avatarDrawings: readonly (() => string)[] = [
  () => person({ ground: ['#fde3d8', '#f7bfa8'], skin: '#fcd9bd', hair: '#4a3027', top: '#d9573a', style: 'bob' }),
  () => person({ ground: ['#dcebfa', '#a9cbee'], skin: '#f7cfae', hair: '#2e2522', top: '#3f6fa5', style: 'short', glasses: true }),
  () => person({ ground: ['#e6f2da', '#bcdb9c'], skin: '#fbd6b8', hair: '#5a3a2a', top: '#6a9a4e', style: 'bun' }),
  () => person({ ground: ['#fff0cf', '#f8d38c'], skin: '#f5cba6', hair: '#c9c4be', top: '#a8703a', style: 'grey', glasses: true }),
  () => person({ ground: ['#efe3f7', '#cfb5e4'], skin: '#fddfc7', hair: '#3a2932', top: '#8d5fb0', style: 'long' }),
  () => person({ ground: ['#d9f0ee', '#a0d5cf'], skin: '#eec19a', hair: '#33261f', top: '#2f8580', style: 'cap' }),
  () => cat(['#fdeada', '#f7cda2'], '#f0a860', '#f9d5b4'),
  () => person({ ground: ['#fbe0e6', '#f2b0bf'], skin: '#fcdcc4', hair: '#6b3f2b', top: '#fff4ee', style: 'long', glasses: true }),
  () => dog(['#e0edf5', '#b3d2e6']),
  () => person({ ground: ['#e9e6df', '#cbc3b5'], skin: '#f3c8a2', hair: '#27211f', top: '#4a4a52', style: 'short' }),
  () => plant(['#f4f6e4', '#dde5b8']),
  () => cat(['#e7e9f4', '#bfc6e0'], '#8b8f9e', '#d8b8b4'),
]

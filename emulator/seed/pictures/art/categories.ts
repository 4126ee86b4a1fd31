import { carton } from './dairy'
import { at, ellipse, finish, leaf, line, linear, path, rect, words } from './draw'
import { cherry, peach, tomato } from './fruit'
import { bear } from './household'
import { dumpling, egg, flowerCake } from './pantry'

const side = 144

function plate(colours: readonly [string, string], body: string): string {
  const ground = linear([[0, colours[0]], [1, colours[1]]])
  return finish(`${rect(4, 4, 136, 136, 46, ground)}${ellipse(72, 118, 40, 7, '#5b2f1a', 'opacity=".16"')}${body}`, side, side)
}

export const categoryDrawings: Readonly<Record<string, () => string>> = {
  fruit: () => plate(['#fff0ea', '#fdd9ca'], `${peach(66, 74, 38)}${cherry(106, 100, 16)}`),
  vegetable: () => plate(['#f1f8e8', '#d9ebc4'], `${leaf(82, 46, 0.42, -40)}${tomato(58, 82, 32)}${tomato(94, 88, 26)}`),
  fresh: () => plate(['#fff6e6', '#fae0b9'], `${egg(54, 78, 30, -8)}${egg(92, 82, 30, 8)}`),
  grain: () => plate(['#f6f5e2', '#e6e2b8'], at(72, 74, `${path('M-34-38Q0-46 34-38L40 34Q0 48-40 34Z', linear([[0, '#fffdf6'], [1, '#e3d3b8']], 1, 0.2))}${path('M-34-48H34L37-36Q0-44-37-36Z', '#d6bf98')}${path('M-39 4Q0 12 39 4V26Q0 36-40 26Z', '#4f8b45')}${words(0, -8, 28, '米', '#2f5a30')}`)),
  snack: () => plate(['#ffeef2', '#f9d2dd'], flowerCake(72, 80, 44)),
  dairy: () => plate(['#eaf4fd', '#cde3f7'], carton(66, 78, 0.24)),
  frozen: () => plate(['#ebf5f3', '#cde5df'], `${dumpling(56, 66, 32, -8)}${dumpling(86, 90, 36, 6)}`),
  household: () => plate(['#eef4fb', '#d3e2f5'], at(72, 76, `${path('M-26-30Q-26-44-12-44H14Q34-40 36-6L38 34Q38 44 28 44H-28Q-38 44-38 34V-10Q-38-22-26-30Z', linear([[0, '#86bff0'], [1, '#2f72b6']], 1, 0))}${rect(-16, -60, 32, 17, 5, '#ffffff')}${rect(-26, -4, 40, 36, 8, '#ffffff')}${line('M-18 10H6M-18 20H-2', '#5b93bf', 4)}`)),
  kids: () => plate(['#fff4e2', '#fbdfb4'], at(72, 72, at(-320, -300, bear()), 0.46)),
}

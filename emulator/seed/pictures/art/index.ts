import { avatarDrawings } from './avatars'
import { breakfastBanner, fruitBanner, neighbourBanner } from './banners'
import { categoryDrawings } from './categories'
import { milk, yogurt } from './dairy'
import { blueberries, cherries, oranges, peaches, tomatoes } from './fruit'
import { giftCard, massage, mooncakes, seaFish } from './kinds'
import { detergent, kidsCup, tissues } from './household'
import { dumplings, eggs, flowerCakes, noodles, rice, walnuts } from './pantry'

/** A vector drawing and the file it is rendered to, relative to the pictures folder. */
export interface Artwork { file: string; svg: string; width: number; height: number }

function goods(name: string, svg: string): Artwork {
  return { file: `goods/${name}.jpg`, svg, width: 640, height: 560 }
}

export const artwork: readonly Artwork[] = [
  goods('peach', peaches()),
  goods('eggs', eggs()),
  goods('rice', rice()),
  goods('flower-cake', flowerCakes()),
  goods('cherry', cherries()),
  goods('dumpling', dumplings()),
  goods('blueberry', blueberries()),
  goods('tissue', tissues()),
  goods('detergent', detergent()),
  goods('kids-cup', kidsCup()),
  goods('milk', milk()),
  goods('walnut', walnuts()),
  goods('noodles', noodles()),
  goods('yogurt', yogurt()),
  goods('orange', oranges()),
  goods('tomato', tomatoes()),
  goods('gift-card', giftCard()),
  goods('massage', massage()),
  goods('sea-fish', seaFish()),
  goods('mooncake', mooncakes()),
  { file: 'banners/fruit.jpg', svg: fruitBanner(), width: 750, height: 320 },
  { file: 'banners/breakfast.jpg', svg: breakfastBanner(), width: 750, height: 320 },
  { file: 'banners/vegetable.jpg', svg: neighbourBanner(), width: 750, height: 320 },
  ...Object.entries(categoryDrawings).map(([name, draw]) => ({ file: `categories/${name}.png`, svg: draw(), width: 144, height: 144 })),
  ...avatarDrawings.map((draw, index) => ({ file: `avatars/neighbour-${index + 1}.jpg`, svg: draw(), width: 160, height: 160 })),
]

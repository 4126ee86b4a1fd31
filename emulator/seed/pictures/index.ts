import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

/** The demo shop's pictures by name; files lie beside this module. Drawn by `render.ts` from the sources in `art/`. */
export const pictures = {
  goods: {
    'peach': 'goods/peach.jpg',
    'eggs': 'goods/eggs.jpg',
    'rice': 'goods/rice.jpg',
    'flower-cake': 'goods/flower-cake.jpg',
    'cherry': 'goods/cherry.jpg',
    'dumpling': 'goods/dumpling.jpg',
    'blueberry': 'goods/blueberry.jpg',
    'tissue': 'goods/tissue.jpg',
    'detergent': 'goods/detergent.jpg',
    'kids-cup': 'goods/kids-cup.jpg',
    'milk': 'goods/milk.jpg',
    'walnut': 'goods/walnut.jpg',
    'noodles': 'goods/noodles.jpg',
    'yogurt': 'goods/yogurt.jpg',
    'orange': 'goods/orange.jpg',
    'tomato': 'goods/tomato.jpg',
    'gift-card': 'goods/gift-card.jpg',
    'massage': 'goods/massage.jpg',
    'sea-fish': 'goods/sea-fish.jpg',
    'mooncake': 'goods/mooncake.jpg',
  },
  banners: {
    fruit: 'banners/fruit.jpg',
    breakfast: 'banners/breakfast.jpg',
    vegetable: 'banners/vegetable.jpg',
  },
  categories: {
    fruit: 'categories/fruit.png',
    vegetable: 'categories/vegetable.png',
    fresh: 'categories/fresh.png',
    grain: 'categories/grain.png',
    snack: 'categories/snack.png',
    dairy: 'categories/dairy.png',
    frozen: 'categories/frozen.png',
    household: 'categories/household.png',
    kids: 'categories/kids.png',
  },
  avatars: Array.from({ length: 12 }, (_, index) => `avatars/neighbour-${index + 1}.jpg`),
} as const

/** Where a picture lies on disk, for uploading it into the local cloud's storage. */
export function pictureFile(name: string): string {
  return resolve(here, name)
}

/** The label of the demo person, in a browser only. */
export const personCopy = {
  switch: '切换演示身份',
}

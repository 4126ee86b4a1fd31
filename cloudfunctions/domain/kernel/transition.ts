/** A state machine as data: for each state, the states it may move to. A state that leads nowhere is final. */
export type Transitions<State extends string> = Readonly<Record<State, readonly State[]>>

export function canMove<State extends string>(table: Transitions<State>, from: State, to: State): boolean {
  return table[from].includes(to)
}

/** Guards every stored change of state: a move outside the table is a defect, whatever a caller asked for. */
export function assertMove<State extends string>(machine: string, table: Transitions<State>, from: State, to: State): void {
  if (!canMove(table, from, to)) throw new Error(`${machine} cannot move from ${from} to ${to}`)
}

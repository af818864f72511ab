import { useRef, useState } from 'preact/hooks'
import type { Id } from '../../wire.ts'
import { moved } from './moved.ts'

/**
 * Dragging a row of a list by its grip, with a finger or a mouse.
 *
 * The window is listened to, not the grip: a row that changes its place leaves the page for a
 * moment, and with it whatever held the pointer.
 */
export function useDrag(order: Id[], setOrder: (order: Id[]) => void) {
  const list = useRef<HTMLOListElement>(null)
  const latest = useRef(order)
  latest.current = order
  const [dragged, setDragged] = useState<Id | null>(null)
  const drag = (id: Id, y: number) => {
    const [from, to] = [latest.current.indexOf(id), placeAt(list.current, y)]
    if (to !== from) setOrder(moved(latest.current, from, to))
  }
  const grip = (id: Id) => ({
    onPointerDown: (event: PointerEvent) => {
      event.preventDefault()
      setDragged(id)
      const move = ({ clientY }: PointerEvent) => drag(id, clientY)
      const end = () => {
        removeEventListener('pointermove', move)
        removeEventListener('pointerup', end)
        removeEventListener('pointercancel', end)
        setDragged(null)
      }
      addEventListener('pointermove', move)
      addEventListener('pointerup', end)
      addEventListener('pointercancel', end)
    },
  })
  return { list, dragged, grip }
}

/** The place in the list that a height on the screen belongs to. */
function placeAt(list: HTMLOListElement | null, y: number): number {
  const rows = [...(list?.children ?? [])].map((row) => row.getBoundingClientRect())
  const at = rows.findIndex((row) => y < row.bottom)
  return at < 0 ? rows.length - 1 : at
}

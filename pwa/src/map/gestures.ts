/** Fingers, wheel and keys on the plain map. The view they make is computed in projection.ts. */

import { useRef } from 'preact/hooks'
import { moved, type Point, type View, zoomed } from './projection.ts'

type Change = (change: (view: View) => View) => void

export const STEP = 1.6
const KEY_PX = 60
/** A finger that moves less than this has tapped. */
const TAP_PX = 8

const KEYS: Record<string, (view: View) => View> = {
  ArrowUp: (view) => moved(view, 0, KEY_PX),
  ArrowDown: (view) => moved(view, 0, -KEY_PX),
  ArrowLeft: (view) => moved(view, KEY_PX, 0),
  ArrowRight: (view) => moved(view, -KEY_PX, 0),
  '+': (view) => zoomed(view, STEP),
  '=': (view) => zoomed(view, STEP),
  '-': (view) => zoomed(view, 1 / STEP),
}

/** Where a pointer is, from the middle of the map. */
function fromMiddle(event: PointerEvent | WheelEvent): Point {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect()
  return {
    x: event.clientX - box.left - box.width / 2,
    y: event.clientY - box.top - box.height / 2,
  }
}

export function useGestures(change: Change, onTap: (at: Point) => void) {
  const down = useRef(new Map<number, Point>())
  const travelled = useRef(0)
  return {
    onPointerDown: (event: PointerEvent) => {
      ;(event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
      if (down.current.size === 0) travelled.current = 0
      down.current.set(event.pointerId, fromMiddle(event))
    },
    onPointerMove: (event: PointerEvent) => {
      const before = down.current.get(event.pointerId)
      if (!before) return
      const now = fromMiddle(event)
      const other = [...down.current].find(([id]) => id !== event.pointerId)?.[1]
      travelled.current += Math.hypot(now.x - before.x, now.y - before.y)
      down.current.set(event.pointerId, now)
      change((view) => (other ? pinched(view, other, before, now) : dragged(view, before, now)))
    },
    onPointerUp: (event: PointerEvent) => {
      const alone = down.current.size === 1
      down.current.delete(event.pointerId)
      if (alone && travelled.current < TAP_PX) onTap(fromMiddle(event))
    },
    onPointerCancel: (event: PointerEvent) => {
      down.current.delete(event.pointerId)
    },
    onWheel: (event: WheelEvent) => {
      event.preventDefault()
      const { x, y } = fromMiddle(event)
      change((view) => zoomed(view, Math.exp(-event.deltaY / 400), x, y))
    },
    onKeyDown: (event: KeyboardEvent) => {
      const act = KEYS[event.key]
      if (!act || event.target !== event.currentTarget) return
      event.preventDefault()
      change(act)
    },
  }
}

function dragged(view: View, before: Point, now: Point): View {
  return moved(view, now.x - before.x, now.y - before.y)
}

/** One finger stays, the other moves: the map grows with the way between them. */
export function pinched(view: View, still: Point, before: Point, now: Point): View {
  const way = (to: Point) => Math.max(1, Math.hypot(to.x - still.x, to.y - still.y))
  return zoomed(view, way(now) / way(before), still.x, still.y)
}

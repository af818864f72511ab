"""The arithmetic of a working day, compiled; the rules are those of ``routing.rotation.timing``."""

from routing.compiled import bare

NEVER = 1 << 40


@bare
def first_start(a, b, first, last, ready):
    """Returns the first allowed start at or after ``ready`` among spans first..last-1."""
    for i in range(first, last):
        if ready <= b[i]:
            return ready if ready > a[i] else a[i]
    return NEVER


@bare
def last_start(a, b, first, last, limit):
    """Returns the last allowed start at or before ``limit``, else -1."""
    for i in range(last - 1, first - 1, -1):
        if a[i] <= limit:
            return limit if limit < b[i] else b[i]
    return -1


@bare
def arrival(a, b, first, last, leave, drive):
    """Returns when a drive ends that pauses during busy blocks."""
    for i in range(first, last):
        if b[i] <= leave:
            continue
        if leave + drive <= a[i]:
            break
        if a[i] > leave:
            drive -= a[i] - leave
        leave = b[i]
    return leave + drive


@bare
def last_leave(a, b, first, last, limit, drive):
    """Returns the latest departure for which the drive ends by ``limit``."""
    for i in range(last - 1, first - 1, -1):
        if a[i] >= limit:
            continue
        if limit - drive >= b[i]:
            break
        if limit > b[i]:
            drive -= limit - b[i]
        limit = a[i]
    return limit - drive


@bare
def free_s(a, b, first, last, start, end):
    """Returns the seconds of a stretch outside busy blocks."""
    free = max(0, end - start)
    for i in range(first, last):
        free -= max(0, min(end, b[i]) - max(start, a[i]))
    return free


@bare
def lunch_ready(la, lb, l0, l1, lunch_s, ba, bb, b0, b1, leave, drive):
    """Returns when a leg with lunch in it, taken at the first chance, is over."""
    begin = first_start(la, lb, l0, l1, leave)
    if begin >= NEVER:
        return NEVER
    there = arrival(ba, bb, b0, b1, leave, drive)
    if there <= begin:
        return begin + lunch_s
    left = drive - free_s(ba, bb, b0, b1, leave, begin)
    return arrival(ba, bb, b0, b1, begin + lunch_s, left)


@bare
def last_leave_with_lunch(la, lb, l0, l1, lunch_s, ba, bb, b0, b1, limit, drive):
    """Returns the latest departure of a leg with lunch in it that is ready by ``limit``, or -1."""
    begin = last_start(la, lb, l0, l1, limit - lunch_s)
    if begin < 0:
        return -1
    left = drive - free_s(ba, bb, b0, b1, begin + lunch_s, limit)
    return last_leave(ba, bb, b0, b1, begin, max(0, left))

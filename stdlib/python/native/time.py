"""The calendar's numbers arranged: `struct_time`, and the functions that take or give it."""

import sys

_STRUCT_TM_ITEMS = 11
struct_time = sys._record(
    "time.struct_time",
    ("tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst", "tm_zone",
     "tm_gmtoff"),
    "The time value as returned by gmtime(), localtime(), and strptime(), and\n accepted by asctime(), mktime() and "
    "strftime().  May be considered as a\n sequence of 9 integers.\n\n Note that several fields' values are not the "
    "same as those defined by\n the C language standard for struct tm.  For example, the value of the\n field tm_year "
    "is the actual year, not year - 1900.  See individual\n fields' descriptions for details.",
    hidden=2)


def _timestamp(seconds):
    """Whole seconds of a timestamp; None is now."""
    if seconds is None:
        return time_ns() // 1_000_000_000
    if isinstance(seconds, float):
        if seconds != seconds:
            raise ValueError("Invalid value NaN (not a number)")
        if not -9.3e18 < seconds < 9.2e18:
            raise OverflowError("timestamp out of range for platform time_t")
        return int(seconds // 1)
    index = getattr(type(seconds), "__index__", None)
    if index is None:
        raise TypeError(f"'{type(seconds).__name__}' object cannot be interpreted as an integer")
    seconds = index(seconds)
    if not -1 << 63 <= seconds < 1 << 63:
        raise OverflowError("timestamp out of range for platform time_t")
    return seconds


def gmtime(seconds=None, /):
    """Convert seconds since the Epoch to a time tuple expressing UTC (a.k.a.
GMT).  When 'seconds' is not passed in, convert the current time instead."""
    return struct_time(_breakdown(_timestamp(seconds), True))


def localtime(seconds=None, /):
    """Convert seconds since the Epoch to a time tuple expressing local time.
When 'seconds' is not passed in, convert the current time instead."""
    return struct_time(_breakdown(_timestamp(seconds), False))


def _fields(value, function):
    """The nine numbers of a time tuple."""
    if not isinstance(value, tuple):
        raise TypeError("Tuple or struct_time argument required")
    if len(value) != 9:
        raise TypeError(f"{function}(): illegal time tuple argument")
    numbers = []
    for item in value:
        index = getattr(type(item), "__index__", None)
        if index is None:
            raise TypeError(f"'{type(item).__name__}' object cannot be interpreted as an integer")
        number = index(item)
        if not -1 << 31 <= number < 1 << 31:
            raise OverflowError(f"signed integer is {'less than minimum' if number < 0 else 'greater than maximum'}")
        numbers.append(number)
    if numbers[0] < -(1 << 31) + 1900:
        raise OverflowError("year out of range")
    return numbers


def _checked(numbers):
    """The fields within the ranges that formats can show; 0 stands for the first month, day and day of the year."""
    year, month, day, hour, minute, second, weekday, yearday, dst = numbers
    month, day, yearday = month or 1, day or 1, yearday or 1
    for wrong, what in (
            (not 1 <= month <= 12, "month"), (not 1 <= day <= 31, "day of month"), (not 0 <= hour <= 23, "hour"),
            (not 0 <= minute <= 59, "minute"), (not 0 <= second <= 61, "seconds"), (weekday < -1, "day of week"),
            (not 1 <= yearday <= 366, "day of year")):
        if wrong:
            raise ValueError(f"{what} out of range")
    return year, month, day, hour, minute, second, weekday % 7, yearday, max(-1, min(dst, 1))


def mktime(t, /):
    """Convert a time tuple in local time to seconds since the Epoch."""
    return _seconds_of(tuple(_fields(t, "mktime")))


def strftime(format, t=None, /):
    """Convert a time tuple to a string according to a format specification.
See the library reference manual for formatting codes. When the time tuple
is not present, current time as returned by localtime() is used."""
    if not isinstance(format, str):
        raise TypeError(f"strftime() argument 1 must be str, not {type(format).__name__}")
    if t is None:
        t = localtime()
    zone = getattr(t, "tm_zone", None) if isinstance(t, struct_time) else None
    offset = getattr(t, "tm_gmtoff", None) if isinstance(t, struct_time) else None
    fields = _checked(_fields(t, "strftime"))
    if zone is None:
        # The system's name for the zone, as the fields say whether it is summer.
        zone = tzname[fields[8] > 0]
        offset = -(altzone if fields[8] > 0 else timezone) if offset is None else offset
    return "\0".join([_format(part, fields, zone, offset) for part in format.split("\0")])


def strptime(data_string, format="%a %b %d %H:%M:%S %Y", /):
    """Parse a string to a time tuple according to a format specification."""
    import _strptime
    return _strptime._strptime_time(data_string, format)


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def asctime(t=None, /):
    """Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'.
When the time tuple is not present, current time as returned by localtime()
is used."""
    year, month, day, hour, minute, second, weekday, _, _ = _checked(
        _fields(localtime() if t is None else t, "asctime"))
    return f"{_DAYS[weekday]} {_MONTHS[month - 1]} {day:2} {hour:02}:{minute:02}:{second:02} {year}"


def ctime(seconds=None, /):
    """Convert a time in seconds since the Epoch to a string in local time."""
    return asctime(localtime(seconds))


def clock_gettime(clk_id, /):
    """Return the time of the specified clock clk_id as a float."""
    return clock_gettime_ns(clk_id) / 1e9


def clock_getres(clk_id, /):
    """Return the resolution (precision) of the specified clock clk_id."""
    return _clock_getres_ns(clk_id) / 1e9


def clock_settime(clk_id, time, /):
    """Set the time of the specified clock clk_id."""
    _clock_settime_ns(clk_id, int(time * 1_000_000_000))


def clock_settime_ns(clk_id, time, /):
    """Set the time of the specified clock clk_id with nanoseconds."""
    _clock_settime_ns(clk_id, time)


_CLOCK_INFO = {
    "time": (CLOCK_REALTIME, "clock_gettime(CLOCK_REALTIME)", False, True),
    "monotonic": (CLOCK_MONOTONIC, "clock_gettime(CLOCK_MONOTONIC)", True, False),
    "perf_counter": (CLOCK_MONOTONIC, "clock_gettime(CLOCK_MONOTONIC)", True, False),
    "process_time": (CLOCK_PROCESS_CPUTIME_ID, "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", True, False),
    "thread_time": (CLOCK_THREAD_CPUTIME_ID, "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", True, False),
}


def get_clock_info(name, /):
    """Get information of the specified clock."""
    if not isinstance(name, str):
        raise TypeError(f"get_clock_info() argument 1 must be str, not {type(name).__name__}")
    if name not in _CLOCK_INFO:
        raise ValueError("unknown clock")
    clock, implementation, monotonic, adjustable = _CLOCK_INFO[name]
    return type(sys.implementation)(
        implementation=implementation, monotonic=monotonic, adjustable=adjustable, resolution=clock_getres(clock))


def tzset():
    """Initialize, or reinitialize, the local timezone to the value stored in
os.environ['TZ']."""
    global timezone, altzone, daylight, tzname
    (first, first_offset), (second, second_offset) = _zones()
    daylight = int(first_offset != second_offset)
    if first_offset < second_offset:
        # Summer is in January.
        first, first_offset, second, second_offset = second, second_offset, first, first_offset
    timezone, altzone, tzname = first_offset, second_offset, (first, second)


tzset()

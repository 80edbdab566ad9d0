"""The C locale: its names, its conventions, and its texts."""


class Error(Exception):
    pass


Error.__module__ = "locale"

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
CHAR_MAX = 127

# The numbers are those of the system's library.
CODESET = 14
RADIXCHAR, THOUSEP = 0x10000, 0x10001
YESEXPR, NOEXPR = 0x50000, 0x50001
CRNCYSTR = 0x4000F
AM_STR, PM_STR, D_T_FMT, D_FMT, T_FMT, T_FMT_AMPM, ERA = range(0x20026, 0x2002D)
ERA_D_FMT, ALT_DIGITS, ERA_D_T_FMT, ERA_T_FMT = range(0x2002E, 0x20032)
_DATE_FMT = 0x2006C

_texts = {
    RADIXCHAR: ".", THOUSEP: "", YESEXPR: "^[yY]", NOEXPR: "^[nN]", CRNCYSTR: "-",
    AM_STR: "AM", PM_STR: "PM", D_T_FMT: "%a %b %e %H:%M:%S %Y", D_FMT: "%m/%d/%y", T_FMT: "%H:%M:%S",
    T_FMT_AMPM: "%I:%M:%S %p", ERA: "", ERA_D_FMT: "", ALT_DIGITS: "", ERA_D_T_FMT: "", ERA_T_FMT: "",
    _DATE_FMT: "%a %b %e %H:%M:%S %Z %Y",
}
_days = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_months = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")


ABDAY_1, ABDAY_2, ABDAY_3, ABDAY_4, ABDAY_5, ABDAY_6, ABDAY_7 = range(0x20000, 0x20007)
DAY_1, DAY_2, DAY_3, DAY_4, DAY_5, DAY_6, DAY_7 = range(0x20007, 0x2000E)
(ABMON_1, ABMON_2, ABMON_3, ABMON_4, ABMON_5, ABMON_6, ABMON_7, ABMON_8, ABMON_9, ABMON_10, ABMON_11,
 ABMON_12) = range(0x2000E, 0x2001A)
(MON_1, MON_2, MON_3, MON_4, MON_5, MON_6, MON_7, MON_8, MON_9, MON_10, MON_11, MON_12) = range(0x2001A, 0x20026)

for _first, _names, _width in ((ABDAY_1, _days, 3), (DAY_1, _days, None), (ABMON_1, _months, 3), (MON_1, _months, None)):
    _texts.update(enumerate([text[:_width] for text in _names], _first))

del _first, _names, _width

# What each category is set to. Text is UTF-8 from the start, as in the C.UTF-8 locale.
_chosen = {category: "C" for category in range(6)}
_chosen[LC_CTYPE] = "C.UTF-8"
_KNOWN = {"C": "C", "POSIX": "C", "C.UTF-8": "C.UTF-8", "C.utf8": "C.utf8", "": "C.UTF-8"}
_CATEGORY_NAMES = ("LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES")


def setlocale(category, locale=None, /):
    """Activates/queries locale processing."""
    if not LC_CTYPE <= category <= LC_ALL:
        raise Error("unsupported locale setting")
    categories = range(6) if category == LC_ALL else (category,)
    if locale is not None:
        if category == LC_ALL and ";" in locale:
            _set_all(locale)
        elif locale in _KNOWN:
            for each in categories:
                _chosen[each] = _KNOWN[locale]
        else:
            raise Error("unsupported locale setting")
    names = [_chosen[each] for each in categories]
    if all([name == names[0] for name in names]):
        return names[0]
    return ";".join([f"{name}={chosen}" for name, chosen in zip(_CATEGORY_NAMES, names)])


def _set_all(text):
    """Takes back what `setlocale(LC_ALL)` gave."""
    wanted = dict([part.split("=", 1) for part in text.split(";") if "=" in part])
    for name, locale in wanted.items():
        if locale not in _KNOWN:
            raise Error("unsupported locale setting")
    for category, name in enumerate(_CATEGORY_NAMES):
        if name in wanted:
            _chosen[category] = _KNOWN[wanted[name]]


def localeconv():
    """Returns numeric and monetary locale-specific parameters."""
    texts = dict.fromkeys(("int_curr_symbol", "currency_symbol", "mon_decimal_point", "mon_thousands_sep"), "")
    texts["mon_grouping"] = []
    texts.update(dict.fromkeys(("positive_sign", "negative_sign"), ""))
    texts.update(dict.fromkeys((
        "int_frac_digits", "frac_digits", "p_cs_precedes", "p_sep_by_space", "n_cs_precedes", "n_sep_by_space",
        "p_sign_posn", "n_sign_posn"), CHAR_MAX))
    texts.update(decimal_point=".", thousands_sep="", grouping=[])
    return texts


def nl_langinfo(key, /):
    """Return the value for the locale information associated with key."""
    if key == CODESET:
        return "UTF-8" if _chosen[LC_CTYPE] != "C" else "ANSI_X3.4-1968"
    if key not in _texts:
        raise ValueError("unsupported langinfo constant")
    return _texts[key]


def getencoding():
    """Get the current locale encoding."""
    return "utf-8"


def strcoll(os1, os2, /):
    """Compares two strings according to the locale."""
    return (os1 > os2) - (os1 < os2)


def strxfrm(string, /):
    """Return a string that can be used as a key for locale-aware comparisons."""
    if "\0" in string:
        raise ValueError("embedded null character")
    return string


def gettext(msg, /):
    """Return translation of msg: there are no translations."""
    return msg


def dgettext(domain, msg, /):
    """Return translation of msg in domain."""
    return msg


def dcgettext(domain, msg, category, /):
    """Return translation of msg in domain and category."""
    return msg


_domain = ["messages"]
_directories = {}


def textdomain(domain, /):
    """Set the C library's textdmain to domain, returning the new domain."""
    if domain:
        _domain[0] = domain
    return _domain[0]


def bindtextdomain(domain, dir, /):
    """Bind the C library's domain to dir."""
    if not domain:
        raise Error("domain must be a non-empty string")
    if dir is not None:
        _directories[domain] = dir
    return _directories.get(domain, "/usr/share/locale")


def bind_textdomain_codeset(domain, codeset, /):
    """Bind the C library's domain to codeset."""
    return codeset

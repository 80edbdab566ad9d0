"""The part of `_sre` that calls Python or may have to wait: everything that loops around a call or a long run.

A job is a native object that holds a position between two matches, or inside an interrupted one. Going round a loop
here is where signals and the collector get their turn. `job_step`, `job_next` and the like are native helpers that only
this file sees.
"""


def finish(job):
    while not job_step(job):
        pass
    return job_result(job)


def wait(job):
    """The match a scanner was looking for when it was interrupted."""
    while True:
        match = job_next(job)
        if match is not False:
            return match


def replace(job, repl, what, count, counted):
    """sub and subn when the replacement is a callable, or text of another kind than what is searched."""
    out = []
    made = 0
    while not count or made < count:
        match = job_next(job)
        if match is None:
            break
        if match is False:
            continue
        gap = job_gap(job, match)
        if gap:
            out.append(gap)
        if what == "call":
            item = repl(match)
        elif what == "template":
            item = expand(repl, match)
        else:
            item = repl
        if item is not None:
            out.append(item)
        made += 1
    gap = job_gap(job, None)
    if gap:
        out.append(gap)
    result = job_empty(job).join(out)
    return (result, made) if counted else result


def template_of(pattern, repl, is_text):
    """A template; a bytes-like object that cannot be a key of the cache is tried again as bytes."""
    import re

    try:
        return re._compile_template(pattern, repl)
    except TypeError:
        if not is_text or isinstance(repl, (str, bytes)):
            raise
    return re._compile_template(pattern, bytes(repl))


def expand(template, match):
    """A template filled in, when its pieces and the groups may be of different kinds."""
    pieces = template_pieces(template)
    head = pieces[0]
    out = [head]
    for i in range(1, len(pieces), 2):
        found = match.group(pieces[i])
        if found is not None:
            out.append(found)
        if pieces[i + 1]:
            out.append(pieces[i + 1])
    return ("" if isinstance(head, str) else b"").join(out)


def index(value):
    """An int from anything that has `__index__`."""
    return range(value).stop


def with_indices(pattern, name, string, pos, endpos):
    return getattr(pattern, name)(string, index(pos), index(endpos))


def split_with_count(pattern, string, count):
    return pattern.split(string, index(count))


def substitute_with_count(pattern, repl, string, count, counted):
    if counted:
        return pattern.subn(repl, string, count=index(count))
    return pattern.sub(repl, string, count=index(count))


def number_of(match, key):
    """The number of the group that a key other than an int or a str names."""
    if hasattr(type(key), "__index__"):
        return index(key)
    return match.re.groupindex.get(key, -1)


def by_number(match, name, key):
    return getattr(match, name)(number_of(match, key))


def groups_by_number(match, keys):
    return match.group(*[number_of(match, key) for key in keys])


def show(source, tail):
    return "re.compile(%.200r%s" % (source, tail)

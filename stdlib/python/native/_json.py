"""What `_json` does in Python: attributes of strangers, items of odd dicts, errors with notes."""


def settings(context):
    return (bool(context.strict), context.object_hook, context.object_pairs_hook, context.parse_float,
            context.parse_int, context.parse_constant)


def pause():
    """A function call is where the collector and signals get their turn."""


def fail(message, document, position):
    from json.decoder import JSONDecodeError

    raise JSONDecodeError(message, document, position)


def items_of(mapping, ordered):
    items = list(mapping.items())
    if ordered:
        items.sort()
    for item in items:
        if not isinstance(item, tuple) or len(item) != 2:
            raise ValueError("items must return 2-tuples")
    return items


def truths(sort_keys, skipkeys, allow_nan):
    return bool(sort_keys), bool(skipkeys), bool(allow_nan)


def _type_name(value):
    cls = type(value)
    if cls.__module__ in ("builtins", "__main__"):
        return cls.__qualname__
    return f"{cls.__module__}.{cls.__qualname__}"


def raise_with_notes(error, places):
    """`places`: (container, whether it is a sequence, item or dict key), from the inside out."""
    for container, kind, item in places:
        name = _type_name(container)
        if kind == "default":
            error.add_note(f"when serializing {name} object")
        else:
            error.add_note(f"when serializing {name} item {item!r}")
    raise error

"""Template strings: what `t"..."` makes."""


class Interpolation:
    """An Interpolation object."""

    __slots__ = ("value", "expression", "conversion", "format_spec", "__weakref__")
    __match_args__ = ("value", "expression", "conversion", "format_spec")
    __module__ = "string.templatelib"

    def __new__(cls, /, *args, **kwargs):
        value, expression, conversion, format_spec = interpolation_arguments(args, kwargs)
        for name, text in (("expression", expression), ("conversion", conversion), ("format_spec", format_spec)):
            if not isinstance(text, str) and not (name == "conversion" and text is None):
                raise TypeError(f"Interpolation() argument '{name}' must be str, not {type(text).__name__}")
        if conversion not in (None, "s", "r", "a"):
            raise ValueError("Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'")
        return intrinsic_build_interpolation(value, expression, conversion, format_spec)

    def __class_getitem__(cls, item, /):
        return generic_alias(cls, item)

    def __repr__(self):
        return f"Interpolation({self.value!r}, {self.expression!r}, {self.conversion!r}, {self.format_spec!r})"

    def __reduce__(self):
        return type(self), (self.value, self.expression, self.conversion, self.format_spec)

    def __setattr__(self, name, value):
        refuse_template_attribute(self, name, Interpolation.__match_args__)


INTERPOLATION_SLOTS = [Interpolation.__dict__[name].__set__ for name in Interpolation.__match_args__]


def interpolation_arguments(args, kwargs):
    names = Interpolation.__match_args__
    if len(args) + len(kwargs) > 4:
        raise TypeError(f"Interpolation() takes at most 4 arguments ({len(args) + len(kwargs)} given)")
    values = [None, "", None, ""]
    values[:len(args)] = args
    if not args and "value" not in kwargs:
        raise TypeError("Interpolation() missing required argument 'value' (pos 1)")
    for name in kwargs:
        if name not in names:
            raise TypeError(f"Interpolation() got an unexpected keyword argument '{name}'")
        place = names.index(name)
        if place < len(args):
            raise TypeError(f"argument for Interpolation() given by name ('{name}') and position ({place + 1})")
        values[place] = kwargs[name]
    return values


def refuse_template_attribute(object, name, known):
    if name in known:
        raise AttributeError("readonly attribute")
    raise AttributeError(f"'string.templatelib.{type(object).__name__}' object has no attribute '{name}' "
                         "and no __dict__ for setting new attributes")


class Template:
    """A Template object."""

    __slots__ = ("strings", "interpolations", "__weakref__")
    __module__ = "string.templatelib"

    def __new__(cls, /, *args, **kwargs):
        if kwargs:
            raise TypeError("Template.__new__ only accepts *args arguments")
        strings, interpolations = [""], []
        for arg in args:
            if isinstance(arg, str):
                strings[-1] += arg
            elif isinstance(arg, Interpolation):
                interpolations.append(arg)
                strings.append("")
            else:
                raise TypeError("Template.__new__ *args need to be of type 'str' or 'Interpolation', "
                                f"got {type(arg).__name__}")
        return intrinsic_build_template(tuple(strings), tuple(interpolations))

    def __class_getitem__(cls, item, /):
        return generic_alias(cls, item)

    @property
    def values(self):
        """Values of interpolations"""
        return tuple([interpolation.value for interpolation in self.interpolations])

    def __iter__(self):
        return TemplateIter(self)

    def __add__(self, other):
        if not isinstance(other, Template):
            raise TypeError("can only concatenate string.templatelib.Template "
                            f'(not "{type(other).__name__}") to string.templatelib.Template')
        strings = (*self.strings[:-1], self.strings[-1] + other.strings[0], *other.strings[1:])
        return intrinsic_build_template(strings, self.interpolations + other.interpolations)

    def __repr__(self):
        return f"Template(strings={self.strings!r}, interpolations={self.interpolations!r})"

    def __reduce__(self):
        from string.templatelib import _template_unpickle
        return _template_unpickle, (self.strings, self.interpolations)

    def __setattr__(self, name, value):
        refuse_template_attribute(self, name, ("strings", "interpolations", "values"))


TEMPLATE_SLOTS = [Template.__dict__[name].__set__ for name in ("strings", "interpolations")]


class TemplateIter:
    """The strings that are not empty and the interpolations of a template, in their order."""

    __slots__ = ("parts",)
    __module__ = "string.templatelib"

    def __init__(self, template):
        parts = []
        for index, text in enumerate(template.strings):
            if text:
                parts.append(text)
            if index < len(template.interpolations):
                parts.append(template.interpolations[index])
        self.parts = iter(parts)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.parts)


for template_class in (Interpolation, Template, TemplateIter):
    seal_class(template_class, False)


def intrinsic_build_template(strings, interpolations):
    template = object.__new__(Template)
    set_strings, set_interpolations = TEMPLATE_SLOTS
    set_strings(template, strings)
    set_interpolations(template, interpolations)
    return template


def intrinsic_build_interpolation(value, text, conversion, spec):
    made = object.__new__(Interpolation)
    for setter, field in zip(INTERPOLATION_SLOTS, (value, text, conversion, spec)):
        setter(made, field)
    return made

"""Type parameters and type aliases: what `T`, `*Ts`, `**P` and `type X = ...` are at run time.

A parameter made by syntax carries functions that evaluate its bound, constraints and default when asked; one made by
a call carries the values. The library's `typing` holds the rules of substitution; it is imported when they are needed.
"""

import sys

GenericAlias = type(list[int])
Union = type(int | str)
_new = object.__new__


class NoDefaultType:
    """The type of the NoDefault singleton."""

    __slots__ = ()

    def __new__(cls, /, *args, **kwargs):
        if args or kwargs:
            raise TypeError("NoDefaultType takes no arguments")
        return NoDefault

    def __repr__(self):
        return "typing.NoDefault"

    def __reduce__(self):
        return "NoDefault"


NoDefaultType.__module__ = "builtins"
NoDefault = _new(NoDefaultType)


class _ConstEvaluator:
    """The function that evaluates what is known already."""

    __slots__ = ("_value",)

    def __call__(self, format):
        if not isinstance(format, int):
            raise TypeError(f"an integer is required (got type {type(format).__name__})")
        value = self._value
        if format != 4:
            return value
        if isinstance(value, tuple):
            return "(" + ", ".join([_type_repr(item) for item in value]) + ")"
        return _type_repr(value)

    def __repr__(self):
        return f"<constevaluator {self._value!r}>"


_ConstEvaluator.__name__ = _ConstEvaluator.__qualname__ = "_ConstEvaluator"
_ConstEvaluator.__module__ = "_typing"


def _constant(value):
    evaluator = _new(_ConstEvaluator)
    _set_value(evaluator, value)
    return evaluator


_set_value = _ConstEvaluator._value.__set__


def _type_repr(item):
    """As representations of types show an argument."""
    return repr(GenericAlias(_Shown, (item,)))[len(_SHOWN) + 1:-1]


class _Shown:
    pass


_SHOWN = repr(GenericAlias(_Shown, (int,))).partition("[")[0]


# A value that its evaluator has not given yet.
_UNEVALUATED = _new(object)


def _evaluator(function, value, absent=_UNEVALUATED):
    """What `evaluate_bound` and its like give: the function of the syntax, or one for a value given in a call."""
    if function is not None:
        return function
    return None if value is absent else _constant(value)


def _check_name(function, name):
    if not isinstance(name, str):
        raise TypeError(f"{function}() argument 'name' must be str, not {type(name).__name__}")


def _type_check(value, message):
    if isinstance(value, type):
        return value
    import typing
    return typing._type_check(value, message)


def _remember_caller(made):
    made.__module__ = sys._getframemodulename(0)


def _variance(covariant, contravariant, infer):
    if covariant and contravariant:
        raise ValueError("Bivariant types are not supported.")
    if infer and (covariant or contravariant):
        raise ValueError("Variance cannot be specified with infer_variance.")


def _variance_sign(parameter):
    if parameter.__infer_variance__:
        return ""
    if parameter.__covariant__:
        return "+"
    return "-" if parameter.__contravariant__ else "~"


def _union(left, right):
    return Union[left, right]


class _Parameter:
    """What all type parameters have in common."""

    __slots__ = ("_name", "_default", "_evaluate_default", "__dict__", "__weakref__")
    __module__ = "typing"

    @property
    def __name__(self):
        return self._name

    @property
    def __default__(self):
        """The default value for this type parameter."""
        if self._default is _UNEVALUATED:
            self._default = self._evaluate_default(1)
        return self._default

    @property
    def evaluate_default(self):
        return _evaluator(self._evaluate_default, self._default)

    def has_default(self):
        return self._default is not NoDefault

    def __reduce__(self):
        return self._name

    def __mro_entries__(self, bases, /):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")


class TypeVar(_Parameter):
    """Type variable."""

    __slots__ = ("_bound", "_evaluate_bound", "_constraints", "_evaluate_constraints",
                 "__covariant__", "__contravariant__", "__infer_variance__")
    __module__ = "typing"

    def __new__(cls, /, *args, **kwargs):
        return _type_var(*args, **kwargs)

    @property
    def __bound__(self):
        """The upper bound of the type variable."""
        if self._bound is _UNEVALUATED:
            self._bound = self._evaluate_bound(1)
        return self._bound

    @property
    def evaluate_bound(self):
        return _evaluator(self._evaluate_bound, self._bound, None)

    @property
    def __constraints__(self):
        """The type variable's constraints."""
        if self._constraints is _UNEVALUATED:
            self._constraints = self._evaluate_constraints(1)
        return self._constraints

    @property
    def evaluate_constraints(self):
        return _evaluator(self._evaluate_constraints, self._constraints, ())

    def __repr__(self):
        return _variance_sign(self) + self._name

    def __typing_subst__(self, arg, /):
        import typing
        return typing._typevar_subst(self, arg)

    def __typing_prepare_subst__(self, alias, args, /):
        index = alias.__parameters__.index(self)
        if index < len(args):
            return args
        if index == len(args) and self.has_default():
            return (*args, self.__default__)
        raise TypeError(f"Too few arguments for {alias}; actual {len(args)}, expected at least {index + 1}")

    def __or__(self, other):
        return _union(self, other)

    def __ror__(self, other):
        return _union(other, self)



def _type_var(*args, **kwargs):
    options = _options("typevar", args, kwargs, None)
    name, constraints = args[0] if args else kwargs["name"], args[1:]
    bound = options["bound"]
    if bound is not None:
        bound = _type_check(bound, "Bound must be a type.")
    _variance(options["covariant"], options["contravariant"], options["infer_variance"])
    if len(constraints) == 1:
        raise TypeError("A single constraint is not allowed")
    if constraints and bound is not None:
        raise TypeError("Constraints cannot be combined with bound=...")
    made = _parameter(TypeVar, name, options)
    made._bound = bound
    made._evaluate_bound = made._evaluate_constraints = None
    made._constraints = constraints
    _remember_caller(made)
    return made


_DEFAULTS = {"bound": None, "default": NoDefault, "covariant": False, "contravariant": False, "infer_variance": False}


def _options(function, args, kwargs, most):
    """The keyword arguments of a constructor, with the defaults for those that are not given."""
    if not args and "name" not in kwargs:
        raise TypeError(f"{function}() missing required argument 'name' (pos 1)")
    if args and "name" in kwargs:
        raise TypeError(f"argument for {function}() given by name ('name') and position (1)")
    if most is not None and len(args) > most:
        raise TypeError(f"{function}() takes exactly {most} positional argument ({len(args)} given)")
    _check_name(function, args[0] if args else kwargs["name"])
    allowed = ("default",) if function == "typevartuple" else _DEFAULTS
    for name in kwargs:
        if name not in allowed and name != "name":
            raise TypeError(f"{function}() got an unexpected keyword argument '{name}'")
    options = {name: kwargs.get(name, _DEFAULTS[name]) for name in _DEFAULTS}
    for name in ("covariant", "contravariant", "infer_variance"):
        options[name] = bool(options[name])
    return options


def _parameter(cls, name, options=_DEFAULTS, infer=False):
    made = _new(cls)
    made._name = name
    made._default = options["default"]
    made._evaluate_default = None
    if cls is not TypeVarTuple:
        made.__covariant__ = options["covariant"]
        made.__contravariant__ = options["contravariant"]
        made.__infer_variance__ = infer or options["infer_variance"]
    return made


class ParamSpec(_Parameter):
    """Parameter specification variable."""

    __slots__ = ("_bound", "__covariant__", "__contravariant__", "__infer_variance__")
    __module__ = "typing"

    def __new__(cls, /, *args, **kwargs):
        options = _options("paramspec", args, kwargs, 1)
        bound = options["bound"]
        if bound is not None:
            bound = _type_check(bound, "Bound must be a type.")
        _variance(options["covariant"], options["contravariant"], options["infer_variance"])
        made = _parameter(ParamSpec, args[0] if args else kwargs["name"], options)
        made._bound = bound
        _remember_caller(made)
        return made

    @property
    def __bound__(self):
        return self._bound

    @property
    def args(self):
        """Represents positional arguments."""
        return ParamSpecArgs(self)

    @property
    def kwargs(self):
        """Represents keyword arguments."""
        return ParamSpecKwargs(self)

    def __repr__(self):
        return _variance_sign(self) + self._name

    def __typing_subst__(self, arg, /):
        import typing
        return typing._paramspec_subst(self, arg)

    def __typing_prepare_subst__(self, alias, args, /):
        import typing
        return typing._paramspec_prepare_subst(self, alias, args)

    def __or__(self, other):
        return _union(self, other)

    def __ror__(self, other):
        return _union(other, self)


class _OfParamSpec:
    __slots__ = ("__origin__", "__weakref__")

    def __init__(self, origin, /):
        self.__origin__ = origin

    def __eq__(self, other):
        if not isinstance(other, type(self)):
            return NotImplemented
        return self.__origin__ == other.__origin__

    __hash__ = None

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")

    def _shown(self):
        origin = self.__origin__
        return origin._name if isinstance(origin, ParamSpec) else repr(origin)


class ParamSpecArgs(_OfParamSpec):
    """The args for a ParamSpec object."""

    __slots__ = ()
    __module__ = "typing"
    __hash__ = None

    def __repr__(self):
        return f"{self._shown()}.args"


class ParamSpecKwargs(_OfParamSpec):
    """The kwargs for a ParamSpec object."""

    __slots__ = ()
    __module__ = "typing"
    __hash__ = None

    def __repr__(self):
        return f"{self._shown()}.kwargs"


class TypeVarTuple(_Parameter):
    """Type variable tuple."""

    __slots__ = ()
    __module__ = "typing"

    def __new__(cls, /, *args, **kwargs):
        options = _options("typevartuple", args, kwargs, 1)
        made = _parameter(TypeVarTuple, args[0] if args else kwargs["name"], options)
        _remember_caller(made)
        return made

    def __repr__(self):
        return self._name

    def __iter__(self):
        import typing
        return iter((typing.Unpack[self],))

    def __typing_subst__(self, arg, /):
        raise TypeError("Substitution of bare TypeVarTuple is not supported")

    def __typing_prepare_subst__(self, alias, args, /):
        import typing
        return typing._typevartuple_prepare_subst(self, alias, args)


class TypeAliasType:
    """Type alias."""

    __slots__ = ("_name", "_params", "_value", "_evaluate", "_module", "__weakref__")

    def __new__(cls, /, *args, **kwargs):
        name, value, params = _alias_arguments(args, kwargs)
        _check_alias_parameters(params)
        return _type_alias(name, params or None, value, None, sys._getframemodulename(0))

    @property
    def __name__(self):
        return self._name

    @property
    def __module__(self):
        return self._module

    @property
    def __type_params__(self):
        return self._params or ()

    @property
    def __parameters__(self):
        parameters = []
        for parameter in self._params or ():
            if isinstance(parameter, TypeVarTuple):
                parameters.extend(parameter)
            else:
                parameters.append(parameter)
        return tuple(parameters)

    def __repr__(self):
        return self._name

    def __reduce__(self):
        return self._name

    def __getitem__(self, args):
        if self._params is None:
            raise TypeError("Only generic type aliases are subscriptable")
        return GenericAlias(self, args if isinstance(args, tuple) else (args,))

    def __iter__(self):
        import typing
        return iter((typing.Unpack[self],))

    def __or__(self, other):
        return _union(self, other) if other is None or isinstance(other, _UNIONABLE) else NotImplemented

    def __ror__(self, other):
        return _union(other, self) if other is None or isinstance(other, _UNIONABLE) else NotImplemented

    @property
    def __value__(self):
        if self._value is _UNEVALUATED:
            _set_alias_value(self, self._evaluate(1))
        return self._value

    @property
    def evaluate_value(self):
        return _evaluator(self._evaluate, self._value)

    def __setattr__(self, name, value):
        if name in _ALIAS_ATTRIBUTES:
            raise AttributeError("readonly attribute" if name == "__name__" else
                                 f"attribute '{name}' of 'typing.TypeAliasType' objects is not writable")
        raise AttributeError(f"'typing.TypeAliasType' object has no attribute '{name}' "
                             "and no __dict__ for setting new attributes")


_UNIONABLE = (type, GenericAlias, Union, TypeAliasType)
_ALIAS_ATTRIBUTES = ("__name__", "__value__", "__module__", "__type_params__", "__parameters__", "evaluate_value")
_alias_fields = [TypeAliasType.__dict__[name].__set__ for name in ("_name", "_params", "_value", "_evaluate", "_module")]
_set_alias_value = _alias_fields[2]


def _type_alias(name, params, value, evaluate, module):
    made = _new(TypeAliasType)
    for setter, field in zip(_alias_fields, (name, params, value, evaluate, module)):
        setter(made, field)
    return made


def _alias_arguments(args, kwargs):
    if len(args) > 2:
        raise TypeError(f"typealias() takes exactly 2 positional arguments ({len(args)} given)")
    values = dict(zip(("name", "value"), args))
    for name in kwargs:
        if name not in ("name", "value", "type_params"):
            raise TypeError(f"typealias() got an unexpected keyword argument '{name}'")
        if name in values:
            raise TypeError(f"argument for typealias() given by name ('{name}') and position "
                            f"({1 if name == 'name' else 2})")
    values.update(kwargs)
    for place, name in enumerate(("name", "value"), 1):
        if name not in values:
            raise TypeError(f"typealias() missing required argument '{name}' (pos {place})")
    _check_name("typealias", values["name"])
    return values["name"], values["value"], values.get("type_params", ())


def _check_alias_parameters(params):
    if not isinstance(params, tuple):
        raise TypeError("type_params must be a tuple")
    defaults = False
    for parameter in params:
        if not isinstance(parameter, (TypeVar, ParamSpec, TypeVarTuple)):
            raise TypeError(f"Expected a type param, got {parameter!r}")
        if parameter.has_default():
            defaults = True
        elif defaults:
            raise TypeError(f"non-default type parameter '{parameter!r}' follows default type parameter")


class Generic:
    """Abstract base class for generic types."""

    __slots__ = ()
    __module__ = "typing"

    def __class_getitem__(cls, *args, **kwargs):
        import typing
        return typing._generic_class_getitem(cls, *args, **kwargs)

    def __init_subclass__(cls, *args, **kwargs):
        import typing
        return typing._generic_init_subclass(cls, *args, **kwargs)


# What the compiler's code for type parameters calls.

def _make_type_var(name, evaluate_bound, evaluate_constraints):
    made = _parameter(TypeVar, name, infer=True)
    made._bound = None if evaluate_bound is None else _UNEVALUATED
    made._evaluate_bound = evaluate_bound
    made._constraints = () if evaluate_constraints is None else _UNEVALUATED
    made._evaluate_constraints = evaluate_constraints
    return made


def _make_param_spec(name):
    made = _parameter(ParamSpec, name, infer=True)
    made._bound = None
    return made


def _make_type_var_tuple(name):
    return _parameter(TypeVarTuple, name)


def _set_default(parameter, evaluate):
    parameter._default = _UNEVALUATED
    parameter._evaluate_default = evaluate
    return parameter


def _subscript_generic(parameters):
    arguments = []
    for parameter in parameters:
        if isinstance(parameter, TypeVarTuple):
            arguments.extend(parameter)
        else:
            arguments.append(parameter)
    return Generic[tuple(arguments)]


def _make_type_alias(name, parameters, evaluate):
    return _type_alias(name, parameters, _UNEVALUATED, evaluate, sys._getframemodulename(0))


for _class in (NoDefaultType, _ConstEvaluator, TypeVar, ParamSpec, ParamSpecArgs, ParamSpecKwargs, TypeVarTuple,
               TypeAliasType):
    _seal_class(_class, False)
_seal_class(Generic)

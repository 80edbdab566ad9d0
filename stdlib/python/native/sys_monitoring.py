"""Part of `sys`: the modules below it, `sys.monitoring` and `sys._jit`. Both only say that there is nothing to monitor or compile."""


def _monitoring():
    """`sys.monitoring`: tools can be registered; no event can be asked for, as none is ever sent."""
    module = type(_builtins)("sys.monitoring")
    module.__doc__ = None
    names = ("PY_START", "PY_RESUME", "PY_RETURN", "PY_YIELD", "CALL", "LINE", "INSTRUCTION", "JUMP", "BRANCH_LEFT",
             "BRANCH_RIGHT", "STOP_ITERATION", "RAISE", "EXCEPTION_HANDLED", "PY_UNWIND", "PY_THROW", "RERAISE",
             "C_RETURN", "C_RAISE", "BRANCH")
    events = _SimpleNamespace(NO_EVENTS=0)
    for bit, name in enumerate(names):
        setattr(events, name, 1 << bit)
    module.events = events
    module.DISABLE, module.MISSING = object(), object()
    module.DEBUGGER_ID, module.COVERAGE_ID, module.PROFILER_ID, module.OPTIMIZER_ID = 0, 1, 2, 5
    tools, callbacks = [None] * 6, {}

    def check(tool_id):
        if not 0 <= tool_id < 6:
            raise ValueError(f"invalid tool {tool_id} (must be between 0 and 5)")

    def in_use(tool_id):
        check(tool_id)
        if tools[tool_id] is None:
            raise ValueError(f"tool {tool_id} is not in use")

    def use_tool_id(tool_id, name, /):
        check(tool_id)
        if not isinstance(name, str):
            raise ValueError("tool name must be a str")
        if tools[tool_id] is not None:
            raise ValueError(f"tool {tool_id} is already in use")
        tools[tool_id] = name

    def clear_tool_id(tool_id, /):
        check(tool_id)
        for key in [key for key in callbacks if key[0] == tool_id]:
            del callbacks[key]

    def free_tool_id(tool_id, /):
        clear_tool_id(tool_id)
        tools[tool_id] = None

    def get_tool(tool_id, /):
        check(tool_id)
        return tools[tool_id]

    def register_callback(tool_id, event, func, /):
        check(tool_id)
        if event <= 0 or event & (event - 1):
            raise ValueError("The callback can only be set for one event at a time")
        if event >= 1 << len(names):
            raise ValueError(f"invalid event {event}")
        audit("sys.monitoring.register_callback", func)
        return callbacks.pop((tool_id, event), None) if func is None else _exchange(callbacks, (tool_id, event), func)

    def get_events(tool_id, /):
        in_use(tool_id)
        return 0

    def set_events(tool_id, event_set, /):
        in_use(tool_id)
        if not 0 <= event_set < 1 << len(names):
            raise ValueError(f"invalid event set 0x{event_set:x}")
        if event_set:
            raise NotImplementedError("sys.monitoring events are not supported by this machine")

    def get_local_events(tool_id, code, /):
        return get_events(tool_id)

    def set_local_events(tool_id, code, event_set, /):
        set_events(tool_id, event_set)

    def restart_events():
        pass

    def _all_events():
        return {}

    for function in (use_tool_id, clear_tool_id, free_tool_id, get_tool, register_callback, get_events, set_events,
                     get_local_events, set_local_events, restart_events, _all_events):
        function.__qualname__ = function.__name__
        function.__module__ = "sys.monitoring"
        setattr(module, function.__name__, function)
    return module


def _exchange(table, key, value):
    old = table.get(key)
    table[key] = value
    return old


monitoring = _monitoring()
modules["sys.monitoring"] = monitoring


def _jit_module():
    module = type(_builtins)("sys._jit")
    for name in ("is_available", "is_enabled", "is_active"):
        setattr(module, name, lambda: False)
    return module


_jit = _jit_module()
modules["sys._jit"] = _jit

"""What `sysconfig` asks about how the interpreter was built."""

build_time_vars = {
    "ABIFLAGS": "",
    "CONFIG_ARGS": "",
    "CFLAGS": "",
    "EXT_SUFFIX": ".so",
    "HAVE_FORK": 1,
    "MULTIARCH": "x86_64-linux-gnu",
    "PY_CFLAGS": "",
    "Py_DEBUG": 0,
    "Py_ENABLE_SHARED": 0,
    "Py_GIL_DISABLED": 0,
    "SIZEOF_VOID_P": 8,
    "SOABI": "",
    "WITH_DOC_STRINGS": 1,
    "WITH_PYMALLOC": 0,
}

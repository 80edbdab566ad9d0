"""The exceptions of `binascii`."""


class Error(ValueError):
    pass


class Incomplete(Exception):
    pass

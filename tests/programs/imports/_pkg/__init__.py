"""Package."""
__all__ = ["public_name", "sub"]
public_name = "public"
not_in_all = 1
_hidden = "hidden"
def __getattr__(name):
    if name == "lazy_attr":
        return "made on demand"
    raise AttributeError(f"no {name} here")

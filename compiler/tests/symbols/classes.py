def make(base):
    y = 2
    class Local(base):
        y = y
        __private = 1
        def method(self):
            self.__x = __private
            return super().method(), y, __class__
        def nested(self):
            def deep():
                return __class__
            return deep
        class Inner:
            def f(self):
                return base
    return Local
class Top:
    attribute = undefined
    def f(self):
        return attribute

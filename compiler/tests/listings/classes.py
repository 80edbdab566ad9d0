class Point(Base):
    """A point."""
    x: int = 0

    def move(self, by):
        super().move(by)
        self.x += by
        return lambda: self

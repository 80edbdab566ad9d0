class Animal:
    def __init__(self, name):
        self.name = name
    def speak(self):
        return self.name + " makes a sound"
class Dog(Animal):
    def speak(self):
        return super().speak() + ": woof"
for a in (Animal("it"), Dog("rex")):
    print(a.speak())
print(issubclass(Dog, Animal), Dog.__mro__)

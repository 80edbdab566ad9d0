a = 7
b = 3
print(a + b, a - b, a * b, a // b, a % b, a / b, a ** b, -a, a & b, a | b, a ^ b, a << b, a >> 1, ~a)
print(a < b, a <= b, a == b, a != b, a > b, a >= b)

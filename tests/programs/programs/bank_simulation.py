"""Classes, properties, exceptions, context managers and generators together in one small model."""
from contextlib import contextmanager
class BankError(Exception): pass
class Insufficient(BankError):
    def __init__(self, acc, need): super().__init__(f"{acc.owner} lacks {need - acc.balance}"); self.need = need
class Account:
    _next = 1
    def __init__(self, owner, balance=0): self.owner, self._balance, self.log = owner, balance, []; self.id = Account._next; Account._next += 1
    @property
    def balance(self): return self._balance
    @balance.setter
    def balance(self, v):
        if v < 0: raise Insufficient(self, self._balance - v)
        self.log.append((self._balance, v)); self._balance = v
    def __repr__(self): return f"{type(self).__name__}#{self.id}({self.owner}: {self.balance})"
    def __lt__(self, o): return self.balance < o.balance
class Savings(Account):
    rate = 0.1
    def accrue(self): self.balance += int(self.balance * self.rate)
class Overdraft(Account):
    limit = 100
    @Account.balance.setter
    def balance(self, v):
        if v < -self.limit: raise Insufficient(self, self._balance - v)
        self.log.append((self._balance, v)); self._balance = v
class Bank:
    def __init__(self): self.accounts = {}
    def open(self, a): self.accounts[a.id] = a; return a
    def __iter__(self): return iter(sorted(self.accounts.values(), reverse=True))
    @contextmanager
    def atomic(self, *accs):
        saved = [(a, a._balance, len(a.log)) for a in accs]
        try: yield
        except BankError:
            for a, b, n in saved: a._balance = b; del a.log[n:]
            raise
    def transfer(self, a, b, n):
        with self.atomic(a, b): b.balance += n; a.balance -= n
bank = Bank(); a, b, c = bank.open(Account("ann", 100)), bank.open(Savings("bob", 50)), bank.open(Overdraft("cy", 10))
for x, y, n in ((a, b, 30), (b, c, 200), (c, a, 90), (c, a, 90), (a, b, 1)):
    try: bank.transfer(x, y, n); print("ok", x, y)
    except Insufficient as e: print(type(e).__name__, e, e.need)
b.accrue(); print(list(bank), sum(x.balance for x in bank), a.log, b.log, c.log, max(bank), [x.owner for x in bank if isinstance(x, Savings)])

"""math: sums, products, norms and integer functions over pseudo-random arguments, to the last bit."""
import math
x=12345
def rnd():
    global x
    x=(x*6364136223846793005+1442695040888963407)%2**64
    return x
h=0
def show(f,*a):
    try: r=f(*a); return r.hex() if isinstance(r,float) else repr(r)
    except Exception as e: return type(e).__name__+': '+str(e)
def fl():
    m=rnd()>>11; e=(rnd()>>50)%60-30
    return math.ldexp(m-2**52,e-50)
for i in range(400):
    l=[fl() for _ in range(rnd()%9)]
    m=[fl() for _ in range(len(l))]
    print(show(math.fsum,l),show(math.hypot,*l),show(math.dist,l,m),show(math.sumprod,l,m),show(math.prod,l),show(math.fsum,l+[-y for y in l]+[1e-300]))
    print(show(math.fsum,iter(l)), show(math.sumprod,[rnd()%1000 for _ in l]+[rnd()%99],m+[2]))
for n in list(range(60))+[100,127,128,200,500,1000,3001]:
    print(n, math.factorial(n)%(10**40+7), math.isqrt(n**9), math.isqrt(n*10**n)%(10**30+1))
    for k in [0,1,2,3,n//3,n//2,n-1,n,n+1]:
        if k>=0: print(math.comb(n,k)%(10**40+9), math.perm(n,k)%(10**40+9))
for i in range(200):
    a=[rnd()*rnd()**(rnd()%4)*(6**(rnd()%9)) for _ in range(rnd()%4)]
    print(math.gcd(*a),math.lcm(*a))
print(show(math.fsum,[1e16,1.0,1e-16]),show(math.fsum,[1e308,1e308,-1e308]),math.comb(10**20,5),math.perm(2**70,3))
for v in [1e-320,5e-324,1e-310,1e308,1.7e308,1e200]:
    print(show(math.hypot,v,v),show(math.hypot,v,v/2,v/3),show(math.hypot,v,1.0),show(math.hypot,v,-math.inf))

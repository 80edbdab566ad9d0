import subprocess,sys,socket,select,os
print(subprocess.run(['echo','hi'],capture_output=True,text=True))
print(subprocess.run('cat; exit 3',shell=True,input=b'xyz',stdout=subprocess.PIPE).returncode)
try: subprocess.run(['/nonexistent'])
except FileNotFoundError as e: print(e)
try: subprocess.run(['true'],cwd='/nonexistent')
except FileNotFoundError as e: print(e)
try: subprocess.run(['true'],preexec_fn=lambda: 1/0)
except subprocess.SubprocessError as e: print(e)
try: subprocess.run(['sleep','5'],timeout=0.2)
except subprocess.TimeoutExpired as e: print(e)
p=subprocess.Popen(['sh','-c','read a; echo got $a'],stdin=subprocess.PIPE,stdout=subprocess.PIPE,text=True)
print(p.communicate('hello\n'))
a,b=socket.socketpair(); a.sendall(b'abc'); print(b.recv(10)); b.settimeout(0.1)
try: b.recv(1)
except TimeoutError as e: print(repr(e))
print(select.select([b],[a],[],0)[1]==[a])
s=socket.create_server(('127.0.0.1',0)); port=s.getsockname()[1]
c=socket.create_connection(('localhost',port)); d,addr=s.accept(); c.sendall(b'x'*100000); n=0
while n<100000: n+=len(d.recv(65536))
print(n); c.shutdown(socket.SHUT_WR); print(d.recv(5)); f=d.makefile('wb'); f.write(b'line\n'); f.close(); print(c.makefile().readline())
for x in (c,d,s,a,b): x.close()
import asyncio
async def main():
    async def h(r,w):
        w.write((await r.readline()).upper()); await w.drain(); w.close()
    srv=await asyncio.start_server(h,'127.0.0.1',0); r,w=await asyncio.open_connection(*srv.sockets[0].getsockname())
    w.write(b'hello\n'); print(await r.readline()); w.close(); srv.close()
    async def f(i): await asyncio.sleep(0.01*i); return i
    print(await asyncio.gather(*map(f,range(5))))
    async with asyncio.TaskGroup() as tg: ts=[tg.create_task(f(i)) for i in range(3)]
    print([t.result() for t in ts])
    try: await asyncio.wait_for(asyncio.sleep(10),0.05)
    except TimeoutError: print('to')
    pr=await asyncio.create_subprocess_exec('echo','sub',stdout=-1); print(await pr.communicate())
asyncio.run(main())

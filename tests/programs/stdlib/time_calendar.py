# The calendar: struct_time, its makers and its readers.
import time, os
def t(f):
    try: r=f(); print(repr(r))
    except BaseException as e: print(type(e).__name__, '|', e)
t(lambda: time.gmtime(0)); t(lambda: time.gmtime(1.9)); t(lambda: time.gmtime(-1)); t(lambda: time.gmtime(2**70)); t(lambda: time.gmtime('a')); t(lambda: time.gmtime(float('nan'))); t(lambda: time.gmtime(1e300))
os.environ['TZ']='EST+05EDT,M4.1.0,M10.5.0'; time.tzset(); t(lambda: (time.timezone,time.altzone,time.daylight,time.tzname)); t(lambda: time.localtime(1e9)); t(lambda: time.localtime(1e9).tm_zone); t(lambda: time.localtime(1e9).tm_gmtoff); t(lambda: time.mktime(time.localtime(1e9)))
t(lambda: time.mktime((2000,1,1,0,0,0,0,0,-1))); t(lambda: time.mktime((1,2))); t(lambda: time.mktime(3)); t(lambda: time.strftime('%Y-%m-%d %H:%M:%S %A %B %j %p %Z %z %%', time.localtime(1e9)))
t(lambda: time.strftime('%Z', (2000,1,1,0,0,0,0,1,0))); t(lambda: time.strftime('')); t(lambda: time.strftime('a\0b%Y', time.gmtime(0))); t(lambda: time.strftime('é %Y', time.gmtime(0))); t(lambda: time.strftime('%Y',(2000,13,1,0,0,0,0,1,0))); t(lambda: time.strftime('%Y',(2000,1,32,0,0,0,0,1,0))); t(lambda: time.strftime('%H',(2000,1,1,24,0,0,0,1,0)));t(lambda: time.strftime(1))
t(lambda: time.asctime(time.gmtime(0))); t(lambda: time.asctime((12345,1,1,0,0,0,0,1,0))); t(lambda: time.ctime(0)); t(lambda: time.strptime('2020-02-03 04:05:06','%Y-%m-%d %H:%M:%S')); t(lambda: time.strptime('x','%Y'))
t(lambda: time.get_clock_info('monotonic')); t(lambda: time.get_clock_info('x')); t(lambda: time.clock_gettime(9999)); t(lambda: time.sleep(-1)); t(lambda: time.sleep('a')); t(lambda: time.sleep(float('nan'))); t(lambda: time.sleep(0)); t(lambda: time.sleep(1e20))
t(lambda: time.struct_time((1,)*9)); t(lambda: time.struct_time((1,)*12)); t(lambda: time.struct_time((1,)*8)); t(lambda: time.struct_time((1,)*11).tm_zone); t(lambda: time.struct_time(3)); t(lambda: time.struct_time.n_fields); t(lambda: time.gmtime(0)==time.struct_time(tuple(time.gmtime(0)))); t(lambda: time.gmtime(0)[:3]); t(lambda: time._STRUCT_TM_ITEMS)
t(lambda: time.monotonic()<=time.monotonic()); t(lambda: abs(time.time()-time.time_ns()/1e9)<1); t(lambda: time.clock_gettime_ns(time.CLOCK_MONOTONIC)>0)

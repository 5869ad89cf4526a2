// wsload - single-threaded epoll load generator for "one broadcast to N websocket listeners".
// Opens N websocket connections (plain or Socket.IO v5 / Engine.IO v4, websocket only), publishes by
// HTTP POST (JSON with a headline that begins with the mark "@<CLOCK_REALTIME ns>#<seq>@"), counts what
// arrives and how late. A Socket.IO listener is ready once it has CONNECT, with --ready snapshot once it
// has its snapshot too; only events called "breaking" are counted. --header adds a line to the POST,
// --from spreads the connections over so many loopback addresses, --listen only listens, for so many seconds (a headline that is
// withdrawn counts by itself, its number + 50,000).
// --auth is said with CONNECT; with --ready event any event makes ready. --kinds makes each request one as browsers send it,
// of so many user agents, with a key, a cookie and a forwarded address of its own. --again waits until the server has lost all
// connections, makes them anew as soon as it can, and says when they were back.
// Build: gcc -O2 -Wall -o wsload wsload.c
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { S_NEW, S_CONNECTING, S_HTTP, S_OPEN, S_CONN, S_CONN_SNAP, S_READY, S_DEAD };
struct conn { int fd; int st; int len; uint8_t *buf; uint32_t got; };

static struct conn *C; static int N = 1000, ep, sio = 1, window = 100, paylen = 350;
static const char *host = "127.0.0.1", *path = NULL, *pubpath = "/publish", *label = "?";
static const char *header = "", *auth = ""; static int kinds = 0, any = 0, again = 0, *lost, nlost = 0, snap = 0, nfrom = 1, listen_s = 0;
static int port = 5000, pubport = 0, nsingle = 20, gap_ms = 300, nburst = 200, nlock = 0, stall_s = 15, slow = 0;
static const char *pids = ""; 
static int n_ready, n_dead, n_conn_started, n_inflight;
static struct sockaddr_in sa, psa;

#define MAXMSG 100000
#define WITHDRAWN 50000 // added to the number of a headline that is withdrawn
static uint64_t pub_ts[MAXMSG], last_rx[MAXMSG], first_rx[MAXMSG]; static uint32_t rxcnt[MAXMSG];
static uint32_t *lat; static size_t nlat, caplat;      // microseconds*10
static uint64_t total_rx, last_any, dup_or_bad, eio_pings;

static uint64_t now_ns(void){ struct timespec t; clock_gettime(CLOCK_REALTIME,&t); return t.tv_sec*1000000000ull+t.tv_nsec; }
static void die(const char*m){ perror(m); exit(2); }

static void kill_conn(struct conn*c, const char*why){
  if(c->st==S_DEAD) return;
  if(n_dead<5&&!lost) fprintf(stderr,"conn dead: %s (state %d errno %d)\n",why,c->st,errno);
  if(c->st==S_READY) n_ready--; else n_inflight--;
  c->st=S_DEAD; n_dead++; close(c->fd); c->fd=-1; free(c->buf); c->buf=NULL; c->len=0; if(lost) lost[nlost++]=c-C;
}
static void ws_send(struct conn*c,int op,const void*d,size_t l){
  uint8_t b[140]; const uint8_t k[4]={0x12,0x34,0x56,0x78}; if(l>125) l=125;
  b[0]=0x80|op; b[1]=0x80|l; memcpy(b+2,k,4); for(size_t i=0;i<l;i++) b[6+i]=((const uint8_t*)d)[i]^k[i&3];
  if(send(c->fd,b,6+l,MSG_NOSIGNAL|MSG_DONTWAIT)!=(ssize_t)(6+l)) kill_conn(c,"send");
}
static void ready(struct conn*c){ c->st=S_READY; n_ready++; n_inflight--; }
static void on_text(struct conn*c,const uint8_t*d,size_t l,uint64_t t){
  if(sio){
    if(c->st==S_OPEN){ if(l&&d[0]=='0'){ char j[120]; ws_send(c,1,j,snprintf(j,sizeof j,"40%s",auth)); if(c->st!=S_DEAD) c->st=S_CONN; } return; }
    if(c->st==S_CONN){ if(l>=2&&d[0]=='4'&&d[1]=='0'){ if(snap) c->st=S_CONN_SNAP; else ready(c); } else if(l>=2&&d[0]=='4'&&d[1]=='4') kill_conn(c,"connect refused"); else if(l==1&&d[0]=='2') ws_send(c,1,"3",1); return; }
    if(l==1&&d[0]=='2'){ eio_pings++; ws_send(c,1,"3",1); return; }
    if(c->st==S_CONN_SNAP&&l>13&&(any||!memcmp(d,"42[\"snapshot\"",13))){ ready(c); return; }
    if(any) return;
    if(l<13||memcmp(d,"42[\"breaking\"",13)) return;
  }
  const uint8_t*p=memchr(d,'@',l>600?600:l);
  if(!p){ dup_or_bad++; return; }
  uint64_t ts=0; for(p++;p<d+l&&*p>='0'&&*p<='9';p++) ts=ts*10+(*p-'0');
  uint32_t seq=0; if(p<d+l&&*p=='#') for(p++;p<d+l&&*p>='0'&&*p<='9';p++) seq=seq*10+(*p-'0');
  if(listen_s&&seq<WITHDRAWN&&memmem(d,l>600?600:l,"\"withdrawn\"",11)) seq+=WITHDRAWN;
  if(listen_s&&seq<MAXMSG&&!pub_ts[seq]) pub_ts[seq]=ts;
  if(seq>=MAXMSG||pub_ts[seq]!=ts){ dup_or_bad++; return; }
  if(!rxcnt[seq]++) first_rx[seq]=t; 
  last_rx[seq]=t; last_any=t; total_rx++; c->got++;
  if(nlat<caplat) lat[nlat++]=(t-ts)/100;
}
static uint8_t scratch[1<<18];
// One piece of what has come. True if there may be more; edge-triggered epoll will not say so again.
static int on_read(struct conn*c){
  size_t have=c->len; if(have) memcpy(scratch,c->buf,have);
  ssize_t r=recv(c->fd,scratch+have,sizeof scratch-have,MSG_DONTWAIT);
  if(r<0){ if(errno==EAGAIN) return 0; if(errno==EINTR) return 1; kill_conn(c,"recv"); return 0; }
  if(r==0){ errno=0; kill_conn(c,"eof"); return 0; }
  uint64_t t=now_ns(); uint8_t*p=scratch,*e=scratch+have+r;
  if(c->st==S_HTTP){
    uint8_t*q=memmem(p,e-p,"\r\n\r\n",4);
    if(q){ if(e-p<12||memcmp(p+8," 101",4)){ if(!n_dead) fprintf(stderr,"bad upgrade: %.*s\n",(int)(e-p>300?300:e-p),p); kill_conn(c,"http"); return 0; }
      p=q+4; if(sio) c->st=S_OPEN; else ready(c); }
  }
  if(c->st!=S_HTTP) while(e-p>=2&&c->st!=S_DEAD){
    size_t l=p[1]&127,h=2; int op=p[0]&15;
    if(l==126){ if(e-p<4) break; l=p[2]<<8|p[3]; h=4; }
    else if(l==127){ if(e-p<10) break; l=0; for(int i=2;i<10;i++) l=l<<8|p[i]; h=10; }
    if((size_t)(e-p)<h+l) break;
    if(op==1||op==2) on_text(c,p+h,l,t); else if(op==9) ws_send(c,10,p+h,l); else if(op==8) { errno=0; kill_conn(c,"close frame"); return 0; }
    p+=h+l;
  }
  if(c->st==S_DEAD) return 0;
  c->len=e-p;
  if(c->len){ if(c->len>120000){ kill_conn(c,"frame too big"); return 0; } if(!c->buf) c->buf=malloc(131072); memcpy(c->buf,p,c->len); }
  else if(c->buf){ free(c->buf); c->buf=NULL; }
  return (size_t)r==sizeof scratch-have;
}
static void start_conn(struct conn*c){
  c->fd=socket(AF_INET,SOCK_STREAM|SOCK_NONBLOCK,0); if(c->fd<0) die("socket");
  struct linger lg={1,0}; setsockopt(c->fd,SOL_SOCKET,SO_LINGER,&lg,sizeof lg);
  int one=1; setsockopt(c->fd,IPPROTO_TCP,TCP_NODELAY,&one,sizeof one);
  if(nfrom>1){ // one address has ports for 28,000 connections only
    int later=1; setsockopt(c->fd,IPPROTO_IP,IP_BIND_ADDRESS_NO_PORT,&later,sizeof later);
    struct sockaddr_in from={.sin_family=AF_INET,.sin_addr.s_addr=htonl(0x7f000001u+(c-C)%nfrom)}; if(bind(c->fd,(void*)&from,sizeof from)) die("bind"); }
  c->st=S_CONNECTING; n_inflight++;
  if(connect(c->fd,(void*)&sa,sizeof sa)<0&&errno!=EINPROGRESS){ if(!lost) die("connect"); kill_conn(c,"connect"); return; }
  struct epoll_event ev={.events=EPOLLOUT,.data.ptr=c}; if(epoll_ctl(ep,EPOLL_CTL_ADD,c->fd,&ev)) die("epoll_ctl");
}
static void on_connected(struct conn*c){
  int e=0; socklen_t l=sizeof e; getsockopt(c->fd,SOL_SOCKET,SO_ERROR,&e,&l); if(e){ errno=e; kill_conn(c,"connect"); return; }
  char b[700]; int n=snprintf(b,sizeof b,"GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nUser-Agent: wsload\r\n\r\n",path,host,port);
  if(kinds){ int i=c-C; n=snprintf(b,sizeof b,"GET %s HTTP/1.1\r\nHost: %s:%d\r\nConnection: Upgrade\r\nPragma: no-cache\r\nCache-Control: no-cache\r\n"
   "User-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Mobile Safari/537.36\r\n"
   "Upgrade: websocket\r\nOrigin: http://%s:%d\r\nSec-WebSocket-Version: 13\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
   "Accept-Language: en-US,en;q=0.9\r\nCookie: theme=dark; airwire_reader=reader-%08d\r\nSec-WebSocket-Key: dGhlIHNhb%08dub25Q==\r\n"
   "X-Forwarded-For: 198.51.%d.%d\r\n\r\n",path,host,port,100+i%kinds,host,port,i,i,i/250%250,i%250); }
  if(send(c->fd,b,n,MSG_NOSIGNAL)!=n){ kill_conn(c,"send req"); return; }
  c->st=S_HTTP; struct epoll_event ev={.events=EPOLLIN|EPOLLRDHUP|EPOLLET,.data.ptr=c}; epoll_ctl(ep,EPOLL_CTL_MOD,c->fd,&ev);
}
// ---- publisher: one keep-alive HTTP connection, in the same epoll
static int pfd=-1, pub_busy; static char pbuf[8192]; static int plen; static struct conn PUBC; static uint64_t pub_resp_ns; static int pub_errors; static char pub_req[66000]; static int pub_req_len, pub_retry;
static void pub_open(void){
  pfd=socket(AF_INET,SOCK_STREAM,0); if(connect(pfd,(void*)&psa,sizeof psa)) die("pub connect");
  int one=1; setsockopt(pfd,IPPROTO_TCP,TCP_NODELAY,&one,sizeof one);
  struct epoll_event ev={.events=EPOLLIN,.data.ptr=&PUBC}; epoll_ctl(ep,EPOLL_CTL_ADD,pfd,&ev); plen=0;
}
static void publish(int seq){
  static char body[65000]; uint64_t t=now_ns(); pub_ts[seq]=t;
  int n=snprintf(body,sizeof body,"{\"priority\":\"urgent\",\"headline\":\"@%llu#%06d@ Central bank cuts rates by half a point in surprise move ",(unsigned long long)t,seq);
  while(n<paylen-2&&n<(int)sizeof body-3){ body[n]="lorem ipsum dolor sit amet "[n%27]; n++; }
  body[n++]='"'; body[n++]='}';
  pub_req_len=snprintf(pub_req,sizeof pub_req,"POST %s HTTP/1.1\r\nHost: %s:%d\r\nContent-Type: application/json\r\nIdempotency-Key: %llu\r\n%s%sContent-Length: %d\r\n\r\n%.*s",pubpath,host,pubport,(unsigned long long)t,header,*header?"\r\n":"",n,n,body);
  pub_busy=1; pub_retry=0; pub_resp_ns=t;
  if(pfd<0) pub_open();
  if(send(pfd,pub_req,pub_req_len,MSG_NOSIGNAL)!=pub_req_len){ close(pfd); pub_open(); if(send(pfd,pub_req,pub_req_len,MSG_NOSIGNAL)!=pub_req_len) die("pub send"); }
}
static void on_pub(void){
  ssize_t r=recv(pfd,pbuf+plen,sizeof pbuf-1-plen,MSG_DONTWAIT); if(r<0&&errno==EAGAIN) return;
  if(r<=0){ close(pfd); pfd=-1; plen=0; if(pub_busy){ if(pub_retry++>2) die("pub closed"); pub_open(); if(send(pfd,pub_req,pub_req_len,MSG_NOSIGNAL)<0) die("pub resend"); } return; }
  plen+=r; pbuf[plen]=0; char*h=strstr(pbuf,"\r\n\r\n"); if(!h) return;
  char*cl=strcasestr(pbuf,"content-length:"); int want=cl&&cl<h?atoi(cl+15):0; char*te=strcasestr(pbuf,"transfer-encoding: chunked");
  if(te&&te<h){ if(!strstr(h+4,"0\r\n\r\n")) return; } else if(plen-(h+4-pbuf)<want) return;
  if(pbuf[9]!='2'){ if(!pub_errors++) fprintf(stderr,"publish error: %.200s\n",pbuf); }
  plen=0; pub_busy=0; pub_resp_ns=now_ns()-pub_resp_ns;
}
static int pump(int ms){
  static struct epoll_event ev[1024]; int n=epoll_wait(ep,ev,1024,ms); 
  for(int i=0;i<n;i++){ struct conn*c=ev[i].data.ptr; if(c==&PUBC){ on_pub(); continue; }
    if(c->st==S_DEAD) continue; if(c->st==S_CONNECTING) on_connected(c);
    else { int over=ev[i].events&(EPOLLRDHUP|EPOLLHUP|EPOLLERR); while(c->st!=S_DEAD&&(on_read(c)||over)); } }
  return n;
}
static void idle(int ms){ uint64_t e=now_ns()+ms*1000000ull; for(;;){ uint64_t t=now_ns(); if(t>=e) return; int w=(e-t)/1000000; pump(w>0?w:0); } }
static long rss_kb(const char*key){ long tot=0; char b[256]; strncpy(b,pids,255); for(char*p=strtok(b,",");p;p=strtok(NULL,",")){ char f[64],l[256]; snprintf(f,64,"/proc/%s/status",p); FILE*h=fopen(f,"r"); if(!h) continue; while(fgets(l,256,h)) if(!strncmp(l,key,strlen(key))) tot+=atol(l+strlen(key)); fclose(h);} return tot; }
// In nanoseconds where the kernel says; user and system time are in its ticks.
static double precise_cpu_s(void){ double s=0; char b[256]; strncpy(b,pids,255); for(char*p=strtok(b,",");p;p=strtok(NULL,",")){ clockid_t k; struct timespec t; if(!clock_getcpuclockid(atoi(p),&k)&&!clock_gettime(k,&t)) s+=t.tv_sec+t.tv_nsec/1e9; } return s; }
static double cpu_s(double*ut,double*st){ double u=0,s=0; char b[256]; strncpy(b,pids,255); for(char*p=strtok(b,",");p;p=strtok(NULL,",")){ char f[64],l[1024]; snprintf(f,64,"/proc/%s/stat",p); FILE*h=fopen(f,"r"); if(!h) continue; if(fgets(l,1024,h)){ char*q=strrchr(l,')'); unsigned long a,c; if(q&&sscanf(q+2,"%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",&a,&c)==2){u+=a/100.0;s+=c/100.0;} } fclose(h);} *ut=u;*st=s; return precise_cpu_s(); }
static void core(int k,double*busy,double*soft){ char l[512],key[16]; snprintf(key,16,"cpu%d ",k); FILE*h=fopen("/proc/stat","r"); while(fgets(l,512,h)) if(!strncmp(l,key,strlen(key))){ double v[8]={0}; sscanf(l+strlen(key),"%lf %lf %lf %lf %lf %lf %lf %lf",v,v+1,v+2,v+3,v+4,v+5,v+6,v+7); *busy=(v[0]+v[1]+v[2]+v[5]+v[6])/100; *soft=v[6]/100; } fclose(h); }
static double self_cpu(void){ struct rusage r; getrusage(RUSAGE_SELF,&r); return r.ru_utime.tv_sec+r.ru_utime.tv_usec/1e6+r.ru_stime.tv_sec+r.ru_stime.tv_usec/1e6; }
static int cmpu(const void*a,const void*b){ uint32_t x=*(uint32_t*)a,y=*(uint32_t*)b; return x<y?-1:x>y; }
static int cmpd(const void*a,const void*b){ double x=*(double*)a,y=*(double*)b; return x<y?-1:x>y; }
static double pct(double p){ if(!nlat) return -1; size_t i=p*(nlat-1); return lat[i]/1e4; } // ms

int main(int ac,char**av){
  static struct option o[]={{"host",1,0,'H'},{"port",1,0,'p'},{"n",1,0,'n'},{"mode",1,0,'m'},{"path",1,0,'u'},{"pub-path",1,0,'U'},{"pub-port",1,0,'P'},{"single",1,0,'s'},{"gap",1,0,'g'},{"burst",1,0,'b'},{"lock",1,0,'L'},{"window",1,0,'w'},{"pid",1,0,'i'},{"label",1,0,'l'},{"payload",1,0,'y'},{"stall",1,0,'S'},{"header",1,0,'h'},{"from",1,0,'f'},{"listen",1,0,'T'},{"ready",1,0,'r'},{"auth",1,0,'a'},{"kinds",1,0,'k'},{"again",0,0,'A'},{0}};
  int c; while((c=getopt_long(ac,av,"",o,NULL))!=-1) switch(c){ case 'H':host=optarg;break;case 'p':port=atoi(optarg);break;case 'n':N=atoi(optarg);break;case 'm':sio=!strcmp(optarg,"sio");break;case 'u':path=optarg;break;case 'U':pubpath=optarg;break;case 'P':pubport=atoi(optarg);break;case 's':nsingle=atoi(optarg);break;case 'g':gap_ms=atoi(optarg);break;case 'b':nburst=atoi(optarg);break;case 'L':nlock=atoi(optarg);break;case 'w':window=atoi(optarg);break;case 'i':pids=optarg;break;case 'l':label=optarg;break;case 'y':paylen=atoi(optarg);break;case 'S':stall_s=atoi(optarg);break;case 'f':nfrom=atoi(optarg);break;case 'T':listen_s=atoi(optarg);break;case 'h':header=optarg;break;case 'r':any=!strcmp(optarg,"event");snap=any||!strcmp(optarg,"snapshot");break;case 'a':auth=optarg;break;case 'k':kinds=atoi(optarg);break;case 'A':again=1;break;default:return 1; }
  if(!path) path=sio?"/socket.io/?EIO=4&transport=websocket":"/"; 
  if(!pubport) pubport=port;
  (void)slow;
  struct rlimit rl; getrlimit(RLIMIT_NOFILE,&rl); rl.rlim_cur=rl.rlim_max; setrlimit(RLIMIT_NOFILE,&rl); signal(SIGPIPE,SIG_IGN);
  sa.sin_family=AF_INET; sa.sin_port=htons(port); inet_pton(AF_INET,host,&sa.sin_addr); psa=sa; psa.sin_port=htons(pubport);
  C=calloc(N,sizeof *C); ep=epoll_create1(0);
  caplat=(size_t)N*(nburst+nsingle+nlock)+1000; lat=malloc(caplat*sizeof *lat); memset(lat,1,caplat*sizeof *lat);
  double u0,s0,u1,s1,b0,b1,x; long r0=rss_kb("VmRSS:"); 
  // connect
  uint64_t t0=now_ns(),tp=t0; int lastr=0; double c0=cpu_s(&u0,&s0);
  while(n_ready+n_dead<N){ while(n_conn_started<N&&n_inflight<window) start_conn(&C[n_conn_started++]); pump(100);
    uint64_t t=now_ns(); if(n_ready!=lastr){ lastr=n_ready; tp=t; } if(t-tp>stall_s*1000000000ull){ fprintf(stderr,"connect stalled at %d ready, %d dead\n",n_ready,n_dead); break; } }
  double ct=(now_ns()-t0)/1e9, cc=cpu_s(&u1,&s1)-c0; int nconn=n_ready; idle(2000);
  long r1=rss_kb("VmRSS:");
  double rssper=(double)(r1-r0)/(nconn?nconn:1);
  fprintf(stderr,"[%s] n=%d ready=%d dead=%d connect %.2fs %.0f/s (srv cpu %.2fs) rss %ld->%ld kB = %.2f kB/conn\n",label,N,nconn,n_dead,ct,nconn/ct,cc,r0,r1,rssper);
  if(!nconn){ fprintf(stderr,"no connection became ready\n"); return 2; }
  if(again){
    lost=malloc(sizeof(int)*(N+1)); double *back=malloc(sizeof(double)*N); char*was=calloc(N,1); fprintf(stderr,"in\n"); fflush(stderr);
    while(!nlost) pump(100); uint64_t cut=now_ns(), next=0, end=cut+stall_s*1000000000ull; int nback=0;
    while(n_ready) pump(10);
    while(n_ready<N&&now_ns()<end){ uint64_t t=now_ns();
      if(nlost&&t>=next){ int k=nlost; for(int i=0;i<k&&n_inflight<window;i++){ struct conn*c=&C[lost[0]]; lost[0]=lost[--nlost]; n_dead--; start_conn(c); if(c->st==S_DEAD) break; } next=nlost&&n_inflight<window?t+20000000ull:0; }
      pump(1); t=now_ns(); for(int i=0;i<N;i++) if(!was[i]&&C[i].st==S_READY){ was[i]=1; back[nback++]=(t-cut)/1e6; } }
    qsort(back,nback,8,cmpd); printf("{\"n\":%d,\"back\":%d,\"first_ms\":%.0f,\"p50_ms\":%.0f,\"p99_ms\":%.0f,\"last_ms\":%.0f}\n",N,n_ready,back[0],back[nback/2],back[(int)(.99*(nback-1))],nback?back[nback-1]:-1.); return n_ready==N?0:3; }
  if(listen_s){ // somebody else publishes: say of each broadcast how many it reached and when the last
    idle(listen_s*1000); printf("{\"ready\":%d,\"dead\":%d,\"broadcasts\":[",nconn,n_dead); int some=0;
    for(int i=0;i<MAXMSG;i++) if(rxcnt[i]) printf("%s{\"seq\":%d,\"got\":%u,\"last_ms\":%.2f}",some++?",":"",i,rxcnt[i],(last_rx[i]-pub_ts[i])/1e6);
    printf("]}\n"); return 0; }
  // single
  int seq=1; double *ttl=calloc(nsingle+1,sizeof(double)), *resp=calloc(nsingle+1,sizeof(double)), *ttf=calloc(nsingle+1,sizeof(double)); int lost=0;
  for(int i=0;i<nsingle;i++){ publish(seq); uint64_t t=now_ns(); 
    while((int)rxcnt[seq]<n_ready||pub_busy){ pump(100); if(now_ns()-(last_any>t?last_any:t)>stall_s*1000000000ull) break; }
    ttl[i]=(last_rx[seq]-pub_ts[seq])/1e6; ttf[i]=(first_rx[seq]-pub_ts[seq])/1e6; resp[i]=pub_resp_ns/1e6; if((int)rxcnt[seq]<n_ready) lost+=n_ready-rxcnt[seq]; seq++; idle(gap_ms); }
  qsort(lat,nlat,4,cmpu); qsort(ttl,nsingle,8,cmpd); qsort(resp,nsingle,8,cmpd); qsort(ttf,nsingle,8,cmpd);
  double s50=pct(.5),s99=pct(.99),smax=pct(1), ttl50=nsingle?ttl[nsingle/2]:-1, ttlmax=nsingle?ttl[nsingle-1]:-1;
  fprintf(stderr,"   single x%d: time-to-last median %.2f ms max %.2f | first median %.2f | delivery p50 %.2f p99 %.2f max %.2f ms | POST reply median %.2f ms | lost %d\n",nsingle,ttl50,ttlmax,nsingle?ttf[nsingle/2]:-1,s50,s99,smax,nsingle?resp[nsingle/2]:-1,lost);
  // lockstep: next POST goes out when everybody has the previous message (closed loop of 1, no backlog anywhere)
  nlat=0; double lrate=0,l99=-1,lcpu=0; if(nlock){ double lu,ls; lcpu=-cpu_s(&lu,&ls); uint64_t a=now_ns(),r0l=total_rx; last_any=a; for(int i=0;i<nlock;i++){ publish(seq); while((int)rxcnt[seq]<n_ready||pub_busy){ pump(100); if(now_ns()-last_any>stall_s*1000000000ull) break; } seq++; }
    double d=(last_any-a)/1e9; lrate=(total_rx-r0l)/d; lcpu+=cpu_s(&lu,&ls); qsort(lat,nlat,4,cmpu); l99=pct(.99); fprintf(stderr,"   lockstep x%d: %.0f deliveries/s (%.1f bcast/s) p50 %.1f p99 %.1f ms, srv cpu %.2fs of %.2fs\n",nlock,lrate,nlock/d,pct(.5),l99,lcpu,d); }
  // burst: next POST goes out when the previous one was answered
  nlat=0; uint64_t rx0=total_rx, want=(uint64_t)n_ready*nburst; int first=seq, sent=0; double k0,k1,q0,q1,q0b,q1b,o0,o1; 
  c0=cpu_s(&u0,&s0); core(0,&b0,&q0); core(1,&k0,&q0b); o0=self_cpu(); uint64_t tb=now_ns(); last_any=tb; uint64_t tlastpub=tb;
  while(nburst&&(sent<nburst||pub_busy||total_rx-rx0<want)){ 
    if(!pub_busy&&sent<nburst){ publish(seq++); sent++; tlastpub=now_ns(); }
    pump(100); uint64_t t=now_ns(); if(t-last_any>stall_s*1000000000ull){ fprintf(stderr,"   burst stalled\n"); break; } 
    want=(uint64_t)n_ready*nburst; }
  double bt=(last_any-tb)/1e9; double bc=cpu_s(&u1,&s1)-c0; core(0,&b1,&q1); core(1,&k1,&q1b); o1=self_cpu(); (void)x;
  qsort(lat,nlat,4,cmpu); double rate=(total_rx-rx0)/(bt>0?bt:1); (void)first;
  long hwm=rss_kb("VmHWM:");
  fprintf(stderr,"   burst x%d: %.0f deliveries/s (%.1f bcast/s) in %.2fs, publishing took %.2fs | p50 %.1f p99 %.1f max %.1f ms | srv cpu %.2fs (usr %.2f sys %.2f) core0 busy %.0f%% softirq %.0f%% core1 busy %.0f%% loadgen %.0f%% | got %llu/%llu bad %llu dead %d HWM %ld kB\n",
   nburst,rate,nburst/(bt>0?bt:1),bt,(tlastpub-tb)/1e9,pct(.5),pct(.99),pct(1),bc,u1-u0,s1-s0,100*(b1-b0)/(bt>0?bt:1),100*(q1-q0)/(bt>0?bt:1),100*(k1-k0)/(bt>0?bt:1),100*(o1-o0)/(bt>0?bt:1),(unsigned long long)(total_rx-rx0),(unsigned long long)want,(unsigned long long)dup_or_bad,n_dead,hwm);
  printf("{\"label\":\"%s\",\"n\":%d,\"ready\":%d,\"dead\":%d,\"connect_per_s\":%.0f,\"connect_cpu_us\":%.1f,\"rss_kb_per_conn\":%.2f,\"rss_kb_idle\":%ld,\"ttl_ms\":%.2f,\"ttl_max_ms\":%.2f,\"single_p50\":%.2f,\"single_p99\":%.2f,\"single_max\":%.2f,\"post_ms\":%.2f,\"lost\":%d,\"lock_deliveries_per_s\":%.0f,\"lock_p99\":%.2f,\"lock\":%d,\"lock_cpu\":%.4f,\"burst\":%d,\"deliveries_per_s\":%.0f,\"burst_p50\":%.1f,\"burst_p99\":%.1f,\"burst_max\":%.1f,\"srv_cpu\":%.2f,\"srv_usr\":%.2f,\"srv_sys\":%.2f,\"burst_s\":%.2f,\"core0\":%.0f,\"core1\":%.0f,\"loadgen\":%.0f,\"got\":%llu,\"want\":%llu,\"hwm_kb\":%ld,\"pub_errors\":%d}\n",
   label,N,nconn,n_dead,nconn/ct,cc*1e6/nconn,rssper,r1,ttl50,ttlmax,s50,s99,smax,nsingle?resp[nsingle/2]:-1,lost,lrate,l99,nlock,lcpu,nburst,rate,pct(.5),pct(.99),pct(1),bc,u1-u0,s1-s0,bt,100*(b1-b0)/(bt>0?bt:1),100*(k1-k0)/(bt>0?bt:1),100*(o1-o0)/(bt>0?bt:1),(unsigned long long)(total_rx-rx0),(unsigned long long)want,hwm,pub_errors);
  return (n_dead||lost||total_rx-rx0<want)?3:0;
}

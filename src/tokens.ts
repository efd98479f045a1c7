/**
 * A token estimate for text about to enter a model's context: not below what the o200k_base encoding
 * counts, at most 1.6 times that on common kinds of content. It reads the text once, cuts it like the
 * encoding's own pre-tokenizer and prices every piece from small tables, in tokens. "Fitted" means
 * least squares against 590,000 pieces: prose in thirty languages, code, markup, data, random strings.
 */

/** Lifts the fitted mean so that the worst sample of 80 characters is still covered. */
const SAFETY = 1.2
/**
 * Fitted weights of letter pairs and triples, by hash: letters the vocabulary often merges are
 * cheap. Each character packs two of nine levels, 0.16 apart from -0.4 up: '(' + 9 * first + second.
 */
const PACKED =
  'GHVXPNAHPl=PFPSG?Qt`IO5>FOS[PIIGPWb@jIQ[NYQZtRuTbcsHkQRdRYupHGYcXRZ@?PFHXb>PZQLdZRQIXHHYPROOFIQ?RNQRPnlF,YEQuZYhRb>KYZYdZQRUcY5Ti[evGnHNH`a>FY7ZbYGPYcODbIFPYRPQa-jG<HkYY=I-WQOcJ?FX?P[YYRFdYQGGPZYOGG[<O[bRFRPbFNZiOXsktkXFYGEZG[tH[tQGY\\O>HuIRc?4dQckPG4N>SIOOO_eNHQ[NYZ?TG>QQHVP[]WaZ>W?GGPPZJFP`Y[aY[ZNJNZOF\\ZRGWPe=X?FFQP@HQDNXPYFQZP[\\HQPYWFHa>=aZGXQRF>3YQKDRQOPOZQS>IjYXQi[GXXaZ>[lNaPFOab:GaaH5F=ZNeMF7HPQaSYIYP@bQOZkO@GPRYOIQNZHN_JOY?Pll=X*SHXbbQOG`aXcH_MbHWa\\\\aXXPH[?=X`FYG=HFYwVc`XPGIRYOsZ<PHZdGRYdBNHPY4ZPPN[bk7GOQ6YORlHOXZ=bWHd>QcfIRRYaPT>FtGFZXYPlOaZc>.cPXX[nF@PGY\\d=VXaOZu[kWIGIHQZObXQNNEFHmZLOjQ\\IIZNZFOP7WPkka>PGc?uRQOFPRHFO?QcOGKZZI?@Hbc>N?Y[ZPH?a5PXWEYFlFPPSEoR?[XYbYYG,R[HccX[GOZNLYF`SQObG[>JkXY=JSPm?PcRYYP>G>aYYYEccGXE@dR5[O[7EZO>PHjGkRlRPdjYYdR?PPG=M=cZ?Z3HZ5PSRcGHGZFHF=ITYPlbFtlXYRFIYQWQWQYEXNcRTX[OH^OD\\JeYY9PZ=6?IdYYZY\\FetN?=H>b?PZ3GQZPHOFOO`PHGPm5Jk=kYQaHORQlYXPHjc=YGPlbPNlHY>kbHZjc[bWZ`E;SVOGbNQZXG^`R?P?IG9P6b?ZRON>[_bZGPHFlGYEPNeCPIR+PO`EK@YbRHd5kPOQDksQRPcOYIWYOHc`G?GGHFOQ[QFOGMOYXlHPSGba?EIXXHPPdXaP[Z=HHSXP=GGH>LHGG>MkWHcV\\WZJYknZK>QGSbQYQOlRYQlHPFYYiTiGb`Y>aYHGQYF?HZdZ>OZ?PHYGFYXNFOk3G\\G>GQk\\cS[=5cQ\\eN.rNtGmZPPOZZP?DHXRcclYHbP<P>QdGl@SXeuIOXXIIaXIcZa>RRPPRn56HbG[PZV`*FX=aFG<PJQPdYZ`ViGZaWYYMYGCFRZLZGNQRicuFda?PQ\\YbY4SXlbZEmNPZOX[YX:<GYF[cQZQ6T6bQcc>YbPYYXaH=YaYFJ\\XHGRdPO[Q`kEZRHGPcV?`PPHPZ=G?`GFYW5a4QbQ?P[FGRNl\\GGQZXMZGPkGRG`YA[GI>?PaHtOGoPcXYe\\RPXbJwIP*PQtd[FQQHXVGWRQm7bXbG[OQJ]PQYa=ZOGO=P4PXYZGP_e>HSOXHR^P@hHPYbZFJUZlPPWZ5QFXYXYGflkY?RFYPESOLRHEQc`QPOWH>>R4N[G<POPIIQbsPeR`YQa<PYFbHOEU?NYaGY`OaObXbPPQP`WG[jHMPZWX`GuSY6HTGZHOQYHkGaGbOPY?HjOQWHlfF1<HaHbSP>Y=@XQ5a>PQEOYGEuHFR?PPN[RIYQiOb\\[GNXHXGHIOOGQMYacS`cXHSQ>RZQk?>aS?cJP`YPXbbP+GkT?HHN-aFYlN,PXl@VR;F?kRaaNGaN>NcQEcX?O[kG[HEZZQR[@ZW>>PY>ZPGPGHS35XZRGwc=QQOPYON=QW[KOZM[OYYdI3EYF>NcS@lXXZQYQRZ@sNXRW[@QQbSrbZ^tbQPRI[bTZR[PYb-GONFbl6m4O>ZmQ[3c\\OGQOQPGH\\GGG[[=NlPZWP=>XbYPN6HFfQkGZQ=\\OPGE5YbGIO?6YdQdsQCb6Z[QbPO7Oc?Y59RROcG?aH`PPPHPMaGlqXuP_NQP>Od\\ZPP[NOK[DPdRHbPZZP5@7OZXX;JNPYAaHZ[5PPPQaHGN?YEYQF>X4PP[5RQdbN[ZPQ?RaRGZRRIJOGOYGEXGGMY<cPV-OsWY[bQ[cFG?XZHjQOP\\OcPQQHac^HYsRYGP=OYG=?XZeS\\bYcNHHFX<POa<XcbXQYuHAPJQIY?NbQWTQPbEXNCaXOQ=b<IDQkPZ`?FFQYOMOP\\lXN=a[X=?=8YQXZa,YZY@aVNZ5FlW?II?XkONQYJX5PkOdGR?FQQ>ZbPjRQHEO>`GI_uZbDdZa=ZQaGOPXatGSdO[Z\\Q\\F=@G>_YPEO[H-aGYQQEkkl>YXR`RaYXceHOJ>EP\\bca[X4\\WG6PPYPQP[@HXP[DG[HdYRPHsQ\\G@\\ZIHaZI\\Y[]cYXQFQjGFPlck?PGPRQH`eRa`\\@YH>Za5PPFHHQQk[jOPGZPGIGG=Y[[baNIGbXZP[YHc[PZH>GP\\EH[RdFGaY=cO_RQaQ=[=H[jPOY<GQcQPYd`YYb>GHakZZGX?=-ZPbWbXQQ[>ZXbPaYbIcl[PYOPQG5YZPPcmY?GGHHX=V+XQRFOZXFJcHHR8lHNPX-bYEEZdP5ZF]PiPPPR=4k>GQ>FP6FYOI@>>RYXG>QOQYSFHG]cQHQZ[PY4FROSY\\GGF>SbZI;F@-GOOHD\\XdZO`F?PdHbJsB?GXOSQYFY>QS=QNTjZQ>OV^GFeZbHImZNGROYINuc=PZO]OQPFZQR[6Q6ASYcaOGYGEOFOZYYdPQQVbOMlAG>PN?QdFGZPW>Q[QQ[H[Q[OZYXEWH>P[c[RZFPP>Yb`GFZGX<EGGlI;ZGZ<eFGlYaWQaORPYFYeQ>XbGcYI<XQGOOEjOd@[[cOPEFcdFQQGO[QOOQP4RGGZY5<YZ\\ZD\\[EhtO<XkQ[j[YadZjQOcFFQZN[n4GGbjYHQkSYYPHl?dYHM-\\aONGM]YEcSXQPT=YYNHbQNJEXRHcQc>Na[5V[OXYHWPWkmR+DaPYQYGQO=ZHE[FYPcQ>ZG=PPPR[a?aNkGZXRQPWGtRPc\\Oa>Xca\\>GFHX>GOYWIRYbRucZGYuGNOQHPRauQ[PP[N[PFJ[bb>cFOPZQYQ@MWIGP?Q.QaSQ.QIPYQ\\JZZScPRYa[SNOGLYYW`eN@I3kXbIQbVGPR[?HZGacIfG]OlEsjP?YOYENk@O`QPXXF>PHRaPPjQ[XGDbVHOQbXYnjNNQ[cQbZ=RZGNP>KYaY^_FG*CXY=QbSROQbYFGZO[>=YlY<ZZIGOchHiS[OQ@>H?GUQHeb>?GG`FQQHS\\FGGcQOQM@QS[Y`=YQk\\>?@eZZPXHPPbXOIOW@WYcW[ZHcaYHaZOb7ROVYRcQObYfcPHQbWjcHeXO[a[RVZ>4Nd5dbbcGEPGQWO?OIaaEEMS>Y>QSlPbIGQb[ROMY[CYZeQZXPXkFSHYR[MmZG>\\Ie5S@S[XWQ[QXZRINaPZHbH5>YJZXZd[cPZdEQ[YF>PYOEKQ\\FGvRHZPjVGQZRP`YGZFmV[cYGHaYPNOabR2aPGIdYYcb5RNQbInbPYPmO<F,O@GE[NZjPOkiQZ[RYIXPQGQECFQHR]HSbtR=YYPlYGGXXmScFR=IYNONP?QbY`aa`?EFXOQ>RG=]WROQPoRR-QYGVPZ=[X5>DcNPWNZF5ZZOPY\\YYaIYQPGPvFcXPG[WbcWPZZuP[GPIP\\QPY[YYXP\\PYTRYOFbSYPdWHFTPkdPeGGCF[ZaH?DGYlaOFXlWGYcZWQjFFY[Q>dEX=4>v>XHPXOPRNY@Q?X=PRQQZAQXH<QOGQVb?@PZN`ZHH==NOPYQ>kIPO7-AXYPGQYiQQt>hPFNbYFP;OXXYYFnLP_G]PPJePY\\>OJ[mNYDRG4[d[X6cGZHQrHH\\IXmZbZkZPdZXPbPQNNPQ>GYHOOYPbQ[HbeN@YNlPXdQZRQQcFjcjlFe[[JG<bWYQ6YQJZRY[LOWFGX?PWXVQGPFHERXIGaORMbYPeOuWNGtYOcZ[aN>=F?OFGHaZ>QFEYPJRHYXIPWQP=HOcbZXW\\POacBHYYE?mIYdl-ZQZlvZO>POOROGjQjOGHnYWHVQNPFdIPSlPGPF=ZbEE?GEIYYYZPRY\\F`ACYNY]ala]PZnPGG_OFTYYtYPbRPcaPbXZZ=tY@P-QNNHQYQkGFbHAP;DQIPYVOOXGZP[6[?bXW;N=bk'
const weights = Float64Array.from({ length: 2 * PACKED.length }, (_, i) => {
  const pair = PACKED.charCodeAt(i >> 1) - 40
  return 0.16 * (i % 2 === 0 ? Math.floor(pair / 9) : pair % 9) - 0.4
})
/**
 * Which letters follow each other within a token, of Han, kana and Hangul: read from the encoding,
 * one bit for each value of the hash of a pair, six bits a character from '(' up.
 */
const PAIRS =
  ',,((((.8)(H((088(,(H(H4(,80(++8()8I882N.,*((H8*(P,((8Q8H)(((*(H(H0*)(((B*8(<:(,(I*8P8M(09-+:)(0((0(*)P8*(HX(<0((H*((@,(((()A(.I()(>Q0H*,((8H(H((XI00)XH0Z8<(P:*,(0(8(B9*(T(((-0(A((,*.*0(((((10,((9(H20,I*()*(H(((0X0((,(H(0(8((((L0((P4<8(8N5((8(,N+*(-08*8(((8(0,(((+(-0X((*(,(((0(()(0,8H4(0(8L(8(400(((+88+2(<)X0()(((0J(((,(S((((88((:)X0(0JL8((;(H0H)*(),1((0((H(0,(.H,,)8;2((2(Y0(PD0(,((*00()(()Z(5-L(H*(9.(8(0(-P(,*(,((*H(H(((0((26*((.((((),H8(H()(0I1H*(0H(((-();8(((J((P,(:()(HR(H-((8-((0(T*),X,(H)(-@(0((H(((0@(LH)X8(0-)*((8(@)(((+-0\\.(:(8*(08(H(XI)((@)*((((Z(0(T1(4I((0*()8()(8X810J(J*(0)I((,*((((H,9(880))*(I\\(8(():(*(,4*0((@0*)(,*M*.**(+)(1((,,H+(((8(((((()(*()*J(*1(X()(:(X(<(*((+8000)9,08:H((R).(*I(**((0)((L*4(,((,((T((M)(J)))((H,*((8)(K((H),:(((((*(0((/,H0C*(H(-H(*2(())(40()(,()+,18)XL+(@*(,82H((81(0<9H)H*(*(48((:8(L(;X*(((((@8LHPd8)2(,0.*(1)(IL(4(8,(()J+0(P*(,15Y)HH0()4(H(((((H(I*88*.,8*49(IP((8:8(0<(0)QP8-(+P()((68(28)0(DHH(J(a.(P)(H(2<8),SPH)9(0(*(((((,(*P*D1).1((()H.08(4((-(((),((((*HPH)((0(8(.,,08(H(.(*@((8(0(()(()*8(<JJ(H(,H*IL(((4(((.(4N**(((P-J(0P(L(2(L(0)((,8((H(D((H(<(B*(*)()J*:8((((**,+8(,(880H(ZH(R(((8((,((80)7((J88((:,9,)(((*((,*((0H(0,((H(00)2-(,0(8:I(((*)8(((((9(((08H(H0L((((L)8(=((8*H,8)X8*),0((((:((L@+((09H(I(,(((898(*P,(*)H((((00:-8*0((0(I8*())H(*H@8I:J)(0))0,*X0(),HH,(HL,((0,((((H(0))8,(*(**(H(,J((((((((),.-(8)H)M0((-***(J(*(,H)()*)4,(:((((:((8(,(*(*(H(((4(.(,4L0)(0+((,(((<(((8*(((((0(H(/8*+8((008H(8)X2P9H((X,(R(((M8(0)(((2H)9UH(H((4J5)7(9P(,(d)KJ(81*((80:*2((H)(0@,+((,(,*8((():)*(0((H)(0((L(*()(<(()((,,,HH(4()0()(8(((,(0J(<8(^(08(P(.((()*((.0(808,()(((()(((-(8(J(0*(,0(((1((0,*(H82)HHJ3(00+,()00*(,*8((0(((((3*8/*(4(0):8((((H,0(9((8(2(*,8(*((<(00,X((4((L0)8(((,,)(9(,(=,H(00H0(HH8(HP-((,(,(*HH(*((((H((()8L0((1(Y((\\20()0P(L(,(()0(90(<((*(82((0(V811-))((*()(((JJT()(0(24HH2(HJ()9):0)8I((((0((((*()(9,(0>(*(<8((8((,()(((,1(((,8(**P,(L-*10(=)(((1X*.(,((88JL0(;0H(H(.:Q)0(X(08(*()8>*((H*(0(()()(8(888((,0(((((,)(K09(()-((6)(:H)((,68)=((()(H1(H*(HX((),(1(,)(I(P)(<((Y0TLPH)(50((02(2(((H)(<*H(N8()((0(H-*0)(80((*+8(88((B((*(T(()()0((@((()(-((((,--(H((Z*.8()(((*06)(H0(*(((8)=,8(0*H(((,(((((8*-*(00(++V8,XK,*P(,,9()4JLH*,(H(((()8,1((H@((-(,(((())J0(((,J+(((0PX0((1((()((((2(()<0(((,4((L+(*(,8:.,(9I@H9(8**(,(()(9(*(0H3,*8(((())(((((((Q((((8:8*()(2)(,(,*(((20(((H0(*(0(E8@HL)((*)((,H,I8(*(a)((:(0H<9*<((Q):J-(,(85(H(B(@+(((((((()H8(*(H(8((L4H*(H((9*(*0(I.(XP,(,H(;0H8(-Y(I0B(8JH(((P((HJ((D(,,((D2,H):((,8(2((H:*@8H0)((9(0LH(((((](*()0(0,:()(*+0(8((J1J,))(()(8(((),*((H(*IL*(()((+4(((((,*(*((.H(*I(((,(,((0J(9L,(-0,2)(*((((()T))(-(N(9(*,N()<.H8(0<(H(,(((P(JHH)2(*)*((()((((B(J00+(0((0HH)((((8(()(;((((H-(4H00,(0(8*((U(*(((*J(J((HD(H,(((),H((H((J(()H((*8\\((0((9Q**A-(P(8((90H()2P*(P0H)((((1L(*(<(+)(),,0<0*Z()-((H9(0))((1,()0(A((H(H*((T908(0X(8(H8(+(.((/0(L,<8(*(0((-@(*(0HH(6E),()H1H((*(8((((H(I,)M1(((H8H8))H,8*JJ,H(-()*((-(L)(((4((J((24+L()J()(((L9JL2P0(*8`(*(K(P(--08,(((((8)(HD((L(((0*((((((:,*I(,(:,(H(((),)(()(((H,J.0((8084X0,()(I<,<(,J(*((8,*-()H)*((8(LH,/,(L)8((,9(()`H(0(((,-H((((+8.()(((H()(((*(((((*9*9(HX,*-H8+:*`(800X)A8:(P*((,()0((AH2(X4(()4,E(<(),8PL()*((()0X(5*((H)((,(0)((H8)H((A@0P0*)8(088(((=H04(H()*)0(0,,(2()((28(((Y(,()((*9((=(<,6)1*L(,,()8(*(<H,+(,*(888)(81(1,(((b())(((00L(-H(L,((H((*(((*8,0a(<2(((H,(H(*0(HL((((8((*40(,(*(.9(((4()L)<((J@((0H.J(H8*(H(0(8((0J)(,8X((*2(1M08(0.((((@0)(,,,((P((((0)((((88((8*(R(((*:((,,())J5(*)(((((())(:(H(-*X*(((4*(,,8:.(():((H(0)3(*()8?@9(H)(*0(H(9H(0(,(8((B),((H()(3H0H*0(8(H(H*()(HB(X*H0(0H(0L()(0-()*)(*8J<I:P*,:((()*(+((8J((()<*81.()@90)8-(8(J(,((0*((0(P8)0(*0,(0((0(((J1((,((L8(HI<)((0*,(0(H((((*50N((,(()0)@4*)(8((()((**(H(8L((8)P(H)(9*0)((((*8(((*,J((*(8(,H,X(H8(:((((.J(((<*(H(-(H(<((,)H88((I8(X((8()L(8.(((@L+(((()H/((,)((<)((HH(0(()X(P*=<(0)0)Q(,(,8*()(*(0(,((0((0((())80(88((((8((J)*B(8L*BK(X0((8(@(H(6<<*(*H)(H@IH8(8P<(H((((,*)D(,`:)6L,P08(9<((((((:(I88(X,8(@((H(((H*<-((:(*,H(80;(,N((P(8H(38(/((*L*((()H)(9*8(*((H2L((JH0())M0H),,((2(((2)((*(8H0,8,P8((H(*,*(X((0I*(A((<)(10(((P(88,((8((808(+(H0(*40(0)(((N(()(((,*(J0E((((H(((-(1(8H*)(((<(I(((((<(\\(-8,BX88(8.)40X)((*(()*(.(,HI8)H8((80(,(0*H(()((,L(:((()(H)8,((8H(((0)4)H0*(((4HXIH4X,(0((+H8()(((:0(((+(88*89)((A((8H2)((IK0((((((H(I)()X,(8)I(((()4(J40,)()H88B(+H(2(8((8RX;H()(8((0*d(:80*(:((0*(((88.H(<(8J988,)((H*(((()(,(X(90H0H*(((Z0(H*)4;((9(/<HXH088(8((I)1*((@,H(0R(*(80),,`:(((()((I*)J.(((((8(((,(),)<*+,*H((H8(((*()98(((*,9(@<()0((,)8,9(\\H/0()()((*(P((()(4,0((KI)(,(I(((,P@*:L((A0H((@((*0-XC(((JP(()((()((<H)1(((8((((()L((),H,),,()(3((((L([@)H(H-(@-(**(*(:(*+(0((()00((,8*(+(.P?(G0M,(K((8(,()(*(((,-08(*.8N(8H*)(I(*(0((*(H)()((0H8*J*`)(((*))0(((*8(((((,*.(J2(((*(((2(Q,((8,8(0((3,(4*()()00,*,,*@8*0+((H2H,X/J8<21(H(L<H8H((8(890*)(*(80P(H),H.((,)((()(H(((8,2*84,*H)(*,8),((AB(H00H8H(,,,@X5(8(()()*(())0PX))(((8(9((I,1H88(28)@HH=4**((((R((+(((H,0(((((HXH)@(H(8*()H((()0(+((J(90((((**(H880(8J(HHL81(*@)4()0,Y))(((()H]0*@H(<())(8(*J;*(*,(*(,:2,((((*8*,()08+0)((0.H*((*,)(((,9.(+)@(,8(88(2((0H8LP>*80H)(*(*PH8I080(*0N+(:,8H0)D(H((,),(((8@(((()(J.,4+(((((+H(8(H0X(1((()((,8,6(.1H((())P8(98((,(((8(H)())()0(((9*8@,<0(0((((<(,((()((**(X(4H(I(0H(()((*(((9(8(()8((H1(81(V((*XE(-H(()@(:H4(((8(((*J+*LK*;*((,)0,)0H*<(,(HH(H(H*:*(0),(((0=(,(((00)(1(*8H((8*9(.P(L41*00.<(*0XH(,(10T4*H(00*H(*H,8*8((((0*((((1:R(()(((,((82@)4*)*0)((()()))9:(((0((H((L(9)4((:0.I9(*(P(H00((*(.,,(b(((8(4,*)((:(*0-H((9(((0I+)(((:.(J(2P*(2*(8*(8<((),)*(())(,(HXL,(*(((20H*)(\\(((*(((*()0,((0,(98,(*0IJ(J(,((*(J((,((HB(((08(8HH,*<@I)R((90*8H,*'
const [LETTER, DIGIT, SPACE, SIGN, END, BLANK, BACKSLASH] = [0, 1, 2, 3, 4, 32, 92] as const
const kinds = new Uint8Array(0x10000)
const costs = new Float32Array(0x10000) // of a character in a word or a run of signs
/** Blocks as `end:cost`, with the kind if not letters: fitted, or what most of a block count. */
const BLOCKS =
  '9:1.5! b:0s d:1.5! e:0s 20:1.5! 21:0s 30:0! 3a:0d 41:0! 5b:0 61:0! 7b:0 7f:0! 80:1.5! c0:1.1! e0:0.8 100:-0.09 250:0.24 370:1.9 3b0:0.24 400:-0.14 430:0.2 458:-0.12 460:0.2 530:0.35 590:0 600:0.01 671:-0.07 6a9:0.65 6aa:-0.07 6af:0.65 6b0:-0.07 6cc:0.65 6cd:-0.07 700:0.75 900:2 980:-0.09 e00:-0.05 e80:-0.07 1000:1.9 1100:1.2 1200:2.9 1380:2 1d00:2.9 1f00:0.28 2000:2 2070:1.1! 2380:2! 2440:2.9! 26c0:2! 2700:2.9! 27c0:2! 2c00:2.9! 2e00:2.9 3000:2.9! 3040:1.05! 3130:2 3200:2.9 3240:2! 3400:2.9! 4e00:2.9 a000:2 ac00:2.9 d7b0:2 d800:2.9 e000:1! fb50:2.9 fe00:2.9 fe10:0.7! fe70:2! ff00:2 ff60:1.3! ffe0:2 fff0:2! 10000:1!'
let start = 0
for (const [, end = '', cost = '', kind = ''] of BLOCKS.matchAll(/(\w+):([-.\d]+)([!ds]?)/g)) {
  const until = Number.parseInt(end, 16)
  kinds.fill({ '!': SIGN, d: DIGIT, s: SPACE }[kind] ?? LETTER, start, until)
  costs.fill(Number(cost), start, until)
  start = until
}
/** The first of 64 neighbours in Han or Hangul that take three tokens each, not two. */
for (const first of '嵀嶀櫀螀蠀鞀鯀鰀鱀鴀鵀鶀鷀鿀궀꺀꽀꾀꿀뇀뉀뎀뒀땀뗀똀뙀뛀뢀뫀뭀뮀뱀뵀뺀뻀뼀뽀뾀뿀쀀쌀쎀쏀쐀쑀쒀쓀쟀쥀쨀쪀쫀쬀쭀쮀쯀쵀췀쾀퇀퉀퍀퐀푀퓀훀휀')
  costs.fill(2.9, first.charCodeAt(0), first.charCodeAt(0) + 64)
/** One token, where their neighbours in Unicode take two or three. */
for (const char of '々ぁあいうぇえおかがきぎくぐけげこごさざしじすずせぜそぞただちっつづてでとどなにねのはばぱひびふぶぷへべほぼぽまみむめもゃやゅゆょよらりるれろわをんァアィイウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチッツテデトドナニネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロワンヴヶーヽㅇㅋㅎㅠㅡㆍ一丁七万丈三上下不与专且世丘业东丝两严並丨个中丰串临丶丸丹为主丽举乃久么义之乌乎乐乔乗乘乙九也习乡书买乱乳乾亂了予争事二于亏云互五井亚些亞亡交亦产亩享京亭亮亲人亿什仁仅今介仍从仓仔仕他付仙代令以仪们仲件价任份企伊伍伏休众优伙会伝伟传伤伦伯估伴伸似但位低住佐体何余佛作你佣佩佳使來例供依侠価侣侧侯侵便係促俄俊俗保信修俱俺個倍們倒候借倡値倫债值倾假偏做停健側偶偷偿傅備储催傳傷働像僕價億優儿允元兄充兆先光克免児兑兒兔党入內全兩八公六兰共关兴兵其具典养兼兽内円冈冊册再冒写军农冠冬冰冲决况冷冻净准凉凌减凝几凡凤処凭凯凰凸出击函刀分切刊刑划列刘则刚创初删判別利别到制刷券刺刻剂則削前剑剤剧剩剪副割創劇力办功加务动助努励劲劳効势勇勒動務勝募勢勤勿包化北匙匹区医區十千升午半华协卒卓協单卖南単博占卡卢卧卫印危即却卷卸厂厅历厉压厕厘厚原厦厨去县参參又叉及友双反収发叔取受变口古句另只叫召可台史右叶号司吃各合吉吊同名后吐向吕吗君吞吟否吧吨含听启吴吸吹吻吾呀呈告员呢周味呵呻呼命咋和咖咨咪品哈响員哥哦哪哭哲唐售唯唱商啊問啥啦啪善喊喘喜喝單営喷嗎嗯嘉嘎嘛嘴嘿噜器四回因团団园困囲図围固国图圆圈國園圖團土圣在地圳场圾址坂均坊坏坐坑块坚坛坝坡坦坪垃型埃城埔域培基堂堡報場堵塑塔塘塞填境墓増墙增墨壁壇士壮声売处备変复夏夕外多夜够夢大天太夫央失头夹夺奇奈奉奋奏契奔奖套奥女奴奶奷奸她好如妇妈妓妖妙妞妮妹妻姆始姐姑姓委姚姜姨姿威娃娇娘娛娜娱婆婚婦婷媒媳媽嫁嫂嫌嫩嬉子孔孕字存孙孟季孤学孩學宁它宅宇守安宋完宏宗官定宜宝实実宠审客宣室宫宮害宴家容宽宾宿寄密富寒寓寝察實寨寫寶寸对寺寻导対寿封専射将將專尊尋對導小少尔尖尚尝尤就尸尺尼尽尾尿局屁层居届屋屏展属履屯山岁岗岛岡岩岭岳岸峡峰島崎川州巡工左巧巨差己已巴巻币市布帅师希帐帖帝带師席帮帯帰帳帶常帽幅幕干平年并幸幻幼幽广広庄庆床序库应底店府废度座庫庭康廉廣延廷建开异弃弄弊式引弗弘弟张弱張強弹强归当录形彦彩彰影役彻彼往征径待很律後徐徒得從御復循微徳徴德徽心必忆忍志忘忙応忠忧快念忽怀态怎怒怕怖思怡急性怪总恋恐恒恢恩息恶悉悟悠患悦您悪悲情惊惑惜惠惨惯想意愛感愿慈態慎慢慧慰懂應戀戏成我戒或战戦截戰戲戴戶户戸戻房所手才扎扑扒打払托扣执扩扫扬扰扱扶批找承技把抓投抗折抜択抢护报披抱抵押抽担拆拉拍拒拓拔拖拘招拜拟拥拨择括拳拼拾拿持挂指按挑挡挣挥振挺捕损换据捷掃授掉掌排掛採探接控推措掲揉描提插換握揭援搏搜搞搬搭携摄摆摇摘摩摸撃撑撒撞撤播撮撸擊操據擦攝支收改攻放政故效敌敏救敗教敢散敦敬数整敵數文斗料斤断斯新方於施旁旅旋族旗无既日旦旧旨早旬旭时旺昂昆昌明易昔星映春昨昭是昼显時晋晒晓晚晨普景晰晴晶智暂暇暑暖暗暨暮暴曜曝曰曲更書曹曼曾替最會月有朋服朗望朝期木未末本札术朱机杀杂权杆杉李杏材村杜束条来杨杭杯杰東松板极构析林枚果枝枪架柄柏某染柔柜查柱柳柴査标栋栏树栗校株样核根格桂桃框案桌桑档桥桶梁梅條梦梨梯械检棋棒棚森植椒検楚業極楼楽概榜構様槽樂樓標模樣横橋機橹橾權欠次欢欣欧欲欺款歉歌歓歡止正此步武歩歲歳歴歷死殊残殖段殺毁毅母毎每毒比毕毛毫氏民气気氣氧水永汁求汇汉汗江池污汤決汽沁沃沈沉沒沖沙沟没沢沪河油治沿況泄泉泊法泛泡波泥注泰泳泽洁洋洗洛洞津洪洲活派流浅浆测济浓浜浦浩浪浮浴海消涉涓涙涛润涨涩涯液涵淘淡淫深混添清済渐減渠渡温測港游湖湘湾湿満源準溪滋滑滚满滤滨滴滿漂漏演漢漫潔潘潜潭潮澡澳激灣火灭灯灰灵灾炉炎炒炮炸点為炼烈烟烦烧热無焦然焼煌煙煤照熊熟熱燃燕營爆爰爱爵父爷爸爽片版牌牙牛牡牢牧物牲特犬犯状狂狐狗狠独狸狼猎猛猜猪猫献猴獸玄率玉王玖玛玩环现玲玻珍珠班現球理琪琳琴瑞璃環瓜瓣瓦瓶甘甚甜生產産用田由甲申电男甸町画畅界留略番畫異當疆疑疗疫疯疲疼疾病症痛療癌発登發白百的皆皇皮盆盈益盐监盒盖盗盘盛盟監盤目直相盾省眉看県真眠眼着睛睡督瞬知矩短石矿码砂研砖破础硕硬确碍碎碑碰確碼磁磨示礼社祖祝神祥票祭禁福禧离禽禾秀私秋种科秒秘租秦积称移程稍税種稱稳稿穆積穴究空穿突窍窗窝窥立站竞竟章童端競竹笑笔符第筆等筋筑答策筛筹签简算管箭箱節篇築篮簡籍米类粉粒粗粤粮精糕糖系紀約紅納純紙級素索紧紫累細紹終組経結絡給統絲絶經続維網総緒線締編縄縮總績繁續纠红约级纪纬纯纲纳纵纷纸纹纽线练组细织终绍经绑结绕绘给络绝统继绩绪续维综绿缓编缘缩缴缺网罗罚罩罪置署羅羊美羞群義羽翁翌習翔翠翻翼耀老考者而耐耗耳聊职联聘聚聞聪聯聲職肃肉肌肖股肤肥肩肯育肺胃胆背胎胖胜胞胡胶胸能脂脑脚脱脸腐腕腰腳腹腾腿膜膽臀臣自臭至致臺與興舍舒舔舗舞舟航般舰船艇良色艳艷艺艾节芝芬芯花芳芸芽苍苏苑苗若苦英范茶茸草荐荒荡荣药荷莉莎莓莞莫莱莲获菌菜華菲萄萌萝营萨萬落葉著葛葡董蒂蒙蒲蓝蔡蕉蕩薄薦薪薬藏藝藤虎虐虑處虚號虫虹虽蛇蛋蛛蜂蜜蝶融血行術街衛衡衣补表袋袖袜被袭裁裂装裏裕裙補裝裤裸製襪西要覆見規視覚覧親観覽觀见观规视览觉角解触言訂計訊討記訪設許訳診証評詞詢試話詳誉誌認誘語說説読誰課調談請論講謝證識警議護讀變讓计订认讨让训议讯记讲许论设访诀证评识诈诉诊词译试诗诚话询该详语误诱说请诸诺读课谁调谈谋谓谜谢谨谱谷豆豊象豪豹貌負財貨販責買貸費貼賀資賞質購贝负贡财责贤败账货质贫购贯贴贵贷贸费赁资赋赌赏赔赖赚赛赞赠赢赤赫走赴赵赶起超越趋趣足跃跌跑距跟跨路跳践踏踩踪躁身車軍転軽較載輪輯輸轉车轨轩转轮软轴轻载较辅辆辉辑输辖辛辞辣辦辨辰辱農边辺込辽达迁迅过迈迎运近返还这进远违连迟迪迫述迷迹追退送适逃逆选逊透逐递途這通速造連週進逸逻逼遂遇遊運遍過道達違遗遠遣遥適遭遮遵選避邀還邑那邦邪邮邻郎郑部郭郵都配酒酷酸醉醒醫采释里重野量金鉄鉴銀錄錯録鍵鏈鐘鑫针钟钢钥钮钱钻铁铃铜铭银铺链销锁锅锋锐错锡锦键镇镜長长門閉開間関閱閲關门闪闭问闲间闻阁阅队阪防阳阴阵阶阻阿附际陆陈陌降限院除险陪陰陵陶陷険陽隆隊階随隐隔際障难雀雄雅集雑雕雙雞離難雨雪零雷電需震霍霞露霸青靖静非靠面革鞋韓韩音響頁頂頃項順須預領頭頻頼題額顔願類页顶项顺须顾顿预领频颖颗题颜额風风飛飞食飯飲養餐館饭饮饰馆馈首香馨馬駅験驗马驰驱驶驻驾验骑骗骚骤骨骰體高鬼魂魅魏魔魚鱼鲁鲜鲸鳥鸟鸡鸣鸭鸿鹅鹏鹰鹿麗麟麦麻麼黃黄黎黑黒默點鼎鼓鼠鼻齐齢龄龍龙가각간갈감갑값강같개객거건걸검겁것게겠겨격견결겼경계고곡곤골곳공과관광괴교구국군굴궁권귀규균그극근글금급기긴길김까깔깨꺼께껴꽃꾸꿈끄끌끔끝끼낌나난날남납났내낸낼냈냐냥너널넘네넷녀녁년념녕노논놀농높놓누눈뉴느는늘능니닉닌님닝다닥단닫달담답닷당대댓더덕던덤데델도독돈돌동돼됐되된될됨됩두둘뒤드득든들듯등디딩따때떠떤또뜨뜻라락란람랍랑래랙랜램랩랫략량러럭런럴럼럽렇레렉렌렛려력련렬렴렵렸령례로록론롤롭롯뢰료루룸룹류률르른를름리릭린릴림립릿링마막만많말맛망맞매맥맨머먹먼멀메멘며면명몇모목몬몰몸못무문물뮤므미민밀밍및바박밖반받발밤방배백버번벌범법베벤벨벽변별병보복본볼봉봐봤부북분불붙뷰브블비빈빌빙빛빠뿐쁘쁜사삭산살삼상새색생샵서석선설섭성세센셀셔션셜셨소속손솔송쇄쇼수숙순술숨쉬쉽슈스슨슬슴습슷승시식신실심십싱싶싸써쓰쓴씀씨씩씬아악안않알암압았앙앞애액앤앨야약양어억언얼엄업없엇었에엔엘여역연열염였영예오옥온올옵와완왔왕왜외요욕용우욱운울움웃워원월웠웨웹위윈유육윤율융으은을음응의이익인일읽임입있자작잔잘잠잡장재쟁저적전절점접정제젝젠져졌조족존좀종좋좌죄죠주죽준줄중줘즈즌즐즘증지직진질짐집짓징짜짝째쪽찌찍차착찬찮찰참창찾채책처척천철첨첫청체쳐쳤초촉촌총최추축춘출춤충춰취츠측층치칙친칠침칭카칼캐커컨컬컴컵케켓켜코콘콜콩쿠큐크큰클큼키킨킬킹타탁탄탈탕태택터턴털테텍텐텔템토톡톤통퇴투튀튜트특튼틀티틱틴팀팅파판팔패팩팬퍼페펴편평폐포폭폰폴폼표푸풀품풍퓨프픈플피픽핀필핏핑하학한할함합항해했행향허헌험헤혀혁현혈협형혜호혹혼홀홈홍화확환활황회획효후훈휘휴흡흥희히힌힘ﬁ︎️ＡＢＣＤＥＦＧＫＭＮＯＰＲＳＴｅｍｗｯｰｲﾉﾜﾞﾟ℃№™←↑→↓⇒∀∆−∙√∞∨≈≤≥≫─━│┃├┣═║╗╝▀▄█▋░▒▓■□▪▫▬▲△▶▷►▼▽◆◇○◎●★☆☎☴☺♀♂♡♥♦♪♫✅✓✔✨❤➡⠀⭐⭕')
  costs[char.charCodeAt(0)] = 1
costs[0x20e3] = 0.2 // the keycap around a digit, mostly one token with U+FE0F
const leads = new Float32Array(128).fill(0.84) // cost of a word beside its letters, by what opens it
const repeated = costs.slice()
;[leads[0], leads[BLANK], repeated[0]] = [0.34, 0.09, 0.5]
for (const rule of '\u00a0\u2014\u2026\u2500\u2501\u2550\u2588\u3000\ufffd') {
  repeated[rule.charCodeAt(0)] = rule === '\u2588' ? 0.3 : 0.15 // merge into long runs
}
/** Fitted: a character, its cost and lead in 1/20, its repetition squared in 1/25; 'a' is 0. */
const SIGNS =
  '!pzj"dxo#psf$pvw%luj&qur\'its(hpo)hun*ovf+oxh,lvx-nre.mrf/hrf:jsj;mtj<mql=kte>kul?pwk@vul[pss\\iuu]mzr^vzl_krg`oyr{jyy|ywn}jzt~xuhaaakbaancaandaaseaanfaakgaashaasiaanjaaskaanlaanmaannaasoaanpaasqaasraansaastaasuaasvaaswaasxaakyaanzaas'
for (const [char = '', ...levels] of SIGNS.match(/.{4}/g) ?? []) {
  const code = char.charCodeAt(0)
  const [cost = 0, lead = 0, again = 0] = levels.map((level) => level.charCodeAt(0) - 97)
  ;[costs[code], leads[code], repeated[code]] = [cost / 20, lead / 20, (again / 25) ** 2]
}
/** Fitted cost of capitals, and of a word in another script than Latin. */
const [TITLE_CASE, UPPER_CASE, OTHER_SCRIPT] = [0.18, 0.06, 0.24] as const
const [FIRST_CJK, FIRST_HANGUL] = [0x2e80, 0xac00] as const // a letter is a token, or part of one
const isNewline = (code: number): boolean => code === 10 || code === 13
/** Mixes three letters (0: none) by multiplication; the upper bits are the best. */
const hash = (a: number, b: number, c: number): number =>
  Math.imul(Math.imul(Math.imul(a, 0x9e3779b1) + b, 0x9e3779b1) + c, 0x85ebca6b)
const weight = (a: number, b: number, c: number): number => weights[hash(a, b, c) >>> 19] ?? 0

/** Whether `b` after `a` may be one token with it: never wrongly false, wrongly true for a seventh. */
function joins(a: number, b: number): boolean {
  const bit = hash(0, a, b) >>> 17
  return (((PAIRS.charCodeAt(bit / 6) - 40) >> (bit % 6)) & 1) === 1
}

const TWO_TOKENS =
  /[\u{1f1c0}-\u{1f1ff}\u{1f300}-\u{1f53f}\u{1f600}-\u{1f6bf}\u{1f900}-\u{1f97f}🆒🕌🛄🟥🦂🦬🧐🪽🫘]/u
/** Tokens of a code point beyond U+FFFF: its bytes, less what the vocabulary merges. */
function astralCost(point: number): number {
  if (point < 0x1d000 || point >= 0x20000) return 4
  const char = String.fromCodePoint(point)
  if ('🏻🏼👇👉👌👍👏💕🔥😀😁😂😉😊😍😘😭🙂🙏🤣'.includes(char)) return 1
  return TWO_TOKENS.test(char) ? 2 : 3
}

/** Reads one piece after the other and adds up what they cost. */
class Pricer {
  tokens = 0
  private at = 0
  constructor(private readonly text: string) {
    while (this.at < text.length) {
      const kind = this.kind()
      if (kind === LETTER) this.word(0)
      else if (kind === DIGIT) this.digits()
      else if (kind === SPACE) this.spaces()
      else this.signs(false)
    }
  }

  private kind(): number {
    return this.at < this.text.length ? (kinds[this.text.charCodeAt(this.at)] ?? SIGN) : END
  }

  /** Letters of any script up to a capital after a small letter, with the sign `lead` before. */
  private word(lead: number): void {
    const { text, at: start } = this
    let at = start
    let cost = leads[lead] ?? 0.84
    let before = 0
    let previous = lead
    let upper = false
    let joined = 0
    for (; at < text.length; at++) {
      let code = text.charCodeAt(at)
      if (kinds[code] !== LETTER) break
      const first = at === start
      const capital = code > 64 && code < 91
      if (capital && !upper && !first) break
      if (capital) cost += first ? TITLE_CASE : code + 32 === previous ? 0 : UPPER_CASE
      upper = capital
      if (code >= FIRST_CJK) {
        const apart = code < FIRST_HANGUL || costs[code] !== 1 // from the blank before it
        if (first && lead === BLANK && apart) cost += 0.8
        joined = costs[code] === 1 && joins(previous, code) ? joined + 1 : 0
        cost += joined === 0 ? (costs[code] ?? 1) : joined === 1 ? 0.25 : 0.45
        previous = code
        continue
      }
      if (code < 128) code |= 32
      else cost += (costs[code] ?? 0) + (first ? OTHER_SCRIPT : 0)
      if (code === previous && code === before) cost += code < 128 ? (repeated[code] ?? 1) : 0.95
      else cost += weight(0, previous, code) + (first ? 0 : weight(before, previous, code))
      before = previous
      previous = code
    }
    this.at = at
    this.tokens += Math.max(1, cost, (at - start) / 12) // even 'lalala' has no longer tokens
  }

  /** Digits go in threes, and every number below a thousand is one token. */
  private digits(): void {
    for (let i = 0; this.kind() === DIGIT; i++, this.at++) if (i % 3 === 0) this.tokens++
  }

  /** A run of signs with the blank before and the newlines after it; one sign may open a word. */
  private signs(afterBlank: boolean): void {
    const start = this.at
    let cost = 0
    let previous = -1
    for (; this.kind() === SIGN; this.at++) {
      const code = this.text.codePointAt(this.at) ?? 0
      if (code > 0xffff) {
        cost += astralCost(code)
        this.at++
      } else cost += (code === previous ? repeated[code] : costs[code]) ?? 1
      previous = code
    }
    const opens = this.kind() === LETTER
    const single = this.at === start + 1 && !afterBlank && previous > 32 && previous < 127
    if (opens && previous === BACKSLASH && 'nrtbfux'.includes(this.text.charAt(this.at))) {
      this.at++ // an escape in embedded JSON: the letter is not part of the next word
      this.tokens += single ? 1 : 1 + Math.max(1, cost)
    } else if (opens && single) this.word(previous)
    else {
      for (; isNewline(this.text.charCodeAt(this.at)); this.at++) cost += 0.1
      this.tokens += Math.max(1, cost)
    }
  }

  /** Whitespace: one token a run of the same character, its last blank left to what follows. */
  private spaces(): void {
    let cost = 0
    let rest = 0
    let broken = false
    let previous = -1
    for (; this.kind() === SPACE; this.at++) {
      const code = this.text.charCodeAt(this.at)
      const newline = isNewline(code)
      if (previous === -1) cost = 1
      else if (code === previous || (newline && rest === 0))
        cost += code === BLANK ? 0.008 : code === 13 ? 0.25 : 0.07
      else if (newline || rest > 0) cost += 0.7
      rest = newline ? 0 : rest + 1
      broken ||= newline
      previous = code
    }
    const kind = this.kind()
    const joins = rest > 0 && (kind === LETTER || (kind === SIGN && previous === BLANK))
    if (rest > 0 && kind === END) cost += broken ? 0.4 : 0
    else if (rest > 0) cost += (rest > 1 ? 1 : 0) + (joins ? 0 : 1) - (broken ? 0 : 1)
    this.tokens += cost
    if (joins && kind === LETTER) this.word(previous)
    else if (joins) this.signs(true)
  }
}

/** An upper estimate of the tokens of `text`, in time linear in its length. */
export function estimateTokens(text: string): number {
  return Math.ceil(new Pricer(text).tokens * SAFETY)
}

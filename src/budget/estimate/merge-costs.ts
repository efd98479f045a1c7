import { costs, FIRST_HANGUL } from './character-costs.ts'
import { PACKED, RUNS, ZERO } from './weights.generated.ts'

/** How neighbouring characters merge in o200k_base, in tokens. */

/** Of a sign beyond ASCII after itself. */
const repeated = costs.slice()
for (const rule of '\u00a0\u2014\u2026\u2500\u2501\u2550\u2588\u3000\ufffd') {
  repeated[rule.charCodeAt(0)] = rule === '\u2588' ? 0.3 : 0.15 // merge into long runs
}

/** No token is a longer run of one sign, in characters. */
const LONGEST_RUN = 64
const early = new Float32Array(128).fill(1)
const late = new Float32Array(128).fill(1)

/** Takes over what one more of each ASCII character costs in a run of it. */
export function setRuns(runs: string): void {
  for (const [, char = '', first, then] of runs.matchAll(/(.)(\d+),(\d+) ?/g)) {
    early[char.charCodeAt(0)] = Number(first) / 100
    late[char.charCodeAt(0)] = Math.max(Number(then) / 100, 1 / LONGEST_RUN)
  }
}
setRuns(RUNS)

/** Of one more of an ASCII character in a run of it, which is `length` long by now. */
export const repeatCost = (code: number, length: number): number =>
  (length < 8 ? early[code] : late[code]) ?? 1

/**
 * Which letters follow each other within a token, of Han, kana and Hangul: read from the encoding,
 * one bit for each value of the hash of a pair, six bits a character from '(' up.
 */
const PAIRS =
  ',,((((.8)(H((088(,(H(H4(,80(++8()8I882N.,*((H8*(P,((8Q8H)(((*(H(H0*)(((B*8(<:(,(I*8P8M(09-+:)(0((0(*)P8*(HX(<0((H*((@,(((()A(.I()(>Q0H*,((8H(H((XI00)XH0Z8<(P:*,(0(8(B9*(T(((-0(A((,*.*0(((((10,((9(H20,I*()*(H(((0X0((,(H(0(8((((L0((P4<8(8N5((8(,N+*(-08*8(((8(0,(((+(-0X((*(,(((0(()(0,8H4(0(8L(8(400(((+88+2(<)X0()(((0J(((,(S((((88((:)X0(0JL8((;(H0H)*(),1((0((H(0,(.H,,)8;2((2(Y0(PD0(,((*00()(()Z(5-L(H*(9.(8(0(-P(,*(,((*H(H(((0((26*((.((((),H8(H()(0I1H*(0H(((-();8(((J((P,(:()(HR(H-((8-((0(T*),X,(H)(-@(0((H(((0@(LH)X8(0-)*((8(@)(((+-0\\.(:(8*(08(H(XI)((@)*((((Z(0(T1(4I((0*()8()(8X810J(J*(0)I((,*((((H,9(880))*(I\\(8(():(*(,4*0((@0*)(,*M*.**(+)(1((,,H+(((8(((((()(*()*J(*1(X()(:(X(<(*((+8000)9,08:H((R).(*I(**((0)((L*4(,((,((T((M)(J)))((H,*((8)(K((H),:(((((*(0((/,H0C*(H(-H(*2(())(40()(,()+,18)XL+(@*(,82H((81(0<9H)H*(*(48((:8(L(;X*(((((@8LHPd8)2(,0.*(1)(IL(4(8,(()J+0(P*(,15Y)HH0()4(H(((((H(I*88*.,8*49(IP((8:8(0<(0)QP8-(+P()((68(28)0(DHH(J(a.(P)(H(2<8),SPH)9(0(*(((((,(*P*D1).1((()H.08(4((-(((),((((*HPH)((0(8(.,,08(H(.(*@((8(0(()(()*8(<JJ(H(,H*IL(((4(((.(4N**(((P-J(0P(L(2(L(0)((,8((H(D((H(<(B*(*)()J*:8((((**,+8(,(880H(ZH(R(((8((,((80)7((J88((:,9,)(((*((,*((0H(0,((H(00)2-(,0(8:I(((*)8(((((9(((08H(H0L((((L)8(=((8*H,8)X8*),0((((:((L@+((09H(I(,(((898(*P,(*)H((((00:-8*0((0(I8*())H(*H@8I:J)(0))0,*X0(),HH,(HL,((0,((((H(0))8,(*(**(H(,J((((((((),.-(8)H)M0((-***(J(*(,H)()*)4,(:((((:((8(,(*(*(H(((4(.(,4L0)(0+((,(((<(((8*(((((0(H(/8*+8((008H(8)X2P9H((X,(R(((M8(0)(((2H)9UH(H((4J5)7(9P(,(d)KJ(81*((80:*2((H)(0@,+((,(,*8((():)*(0((H)(0((L(*()(<(()((,,,HH(4()0()(8(((,(0J(<8(^(08(P(.((()*((.0(808,()(((()(((-(8(J(0*(,0(((1((0,*(H82)HHJ3(00+,()00*(,*8((0(((((3*8/*(4(0):8((((H,0(9((8(2(*,8(*((<(00,X((4((L0)8(((,,)(9(,(=,H(00H0(HH8(HP-((,(,(*HH(*((((H((()8L0((1(Y((\\20()0P(L(,(()0(90(<((*(82((0(V811-))((*()(((JJT()(0(24HH2(HJ()9):0)8I((((0((((*()(9,(0>(*(<8((8((,()(((,1(((,8(**P,(L-*10(=)(((1X*.(,((88JL0(;0H(H(.:Q)0(X(08(*()8>*((H*(0(()()(8(888((,0(((((,)(K09(()-((6)(:H)((,68)=((()(H1(H*(HX((),(1(,)(I(P)(<((Y0TLPH)(50((02(2(((H)(<*H(N8()((0(H-*0)(80((*+8(88((B((*(T(()()0((@((()(-((((,--(H((Z*.8()(((*06)(H0(*(((8)=,8(0*H(((,(((((8*-*(00(++V8,XK,*P(,,9()4JLH*,(H(((()8,1((H@((-(,(((())J0(((,J+(((0PX0((1((()((((2(()<0(((,4((L+(*(,8:.,(9I@H9(8**(,(()(9(*(0H3,*8(((())(((((((Q((((8:8*()(2)(,(,*(((20(((H0(*(0(E8@HL)((*)((,H,I8(*(a)((:(0H<9*<((Q):J-(,(85(H(B(@+(((((((()H8(*(H(8((L4H*(H((9*(*0(I.(XP,(,H(;0H8(-Y(I0B(8JH(((P((HJ((D(,,((D2,H):((,8(2((H:*@8H0)((9(0LH(((((](*()0(0,:()(*+0(8((J1J,))(()(8(((),*((H(*IL*(()((+4(((((,*(*((.H(*I(((,(,((0J(9L,(-0,2)(*((((()T))(-(N(9(*,N()<.H8(0<(H(,(((P(JHH)2(*)*((()((((B(J00+(0((0HH)((((8(()(;((((H-(4H00,(0(8*((U(*(((*J(J((HD(H,(((),H((H((J(()H((*8\\((0((9Q**A-(P(8((90H()2P*(P0H)((((1L(*(<(+)(),,0<0*Z()-((H9(0))((1,()0(A((H(H*((T908(0X(8(H8(+(.((/0(L,<8(*(0((-@(*(0HH(6E),()H1H((*(8((((H(I,)M1(((H8H8))H,8*JJ,H(-()*((-(L)(((4((J((24+L()J()(((L9JL2P0(*8`(*(K(P(--08,(((((8)(HD((L(((0*((((((:,*I(,(:,(H(((),)(()(((H,J.0((8084X0,()(I<,<(,J(*((8,*-()H)*((8(LH,/,(L)8((,9(()`H(0(((,-H((((+8.()(((H()(((*(((((*9*9(HX,*-H8+:*`(800X)A8:(P*((,()0((AH2(X4(()4,E(<(),8PL()*((()0X(5*((H)((,(0)((H8)H((A@0P0*)8(088(((=H04(H()*)0(0,,(2()((28(((Y(,()((*9((=(<,6)1*L(,,()8(*(<H,+(,*(888)(81(1,(((b())(((00L(-H(L,((H((*(((*8,0a(<2(((H,(H(*0(HL((((8((*40(,(*(.9(((4()L)<((J@((0H.J(H8*(H(0(8((0J)(,8X((*2(1M08(0.((((@0)(,,,((P((((0)((((88((8*(R(((*:((,,())J5(*)(((((())(:(H(-*X*(((4*(,,8:.(():((H(0)3(*()8?@9(H)(*0(H(9H(0(,(8((B),((H()(3H0H*0(8(H(H*()(HB(X*H0(0H(0L()(0-()*)(*8J<I:P*,:((()*(+((8J((()<*81.()@90)8-(8(J(,((0*((0(P8)0(*0,(0((0(((J1((,((L8(HI<)((0*,(0(H((((*50N((,(()0)@4*)(8((()((**(H(8L((8)P(H)(9*0)((((*8(((*,J((*(8(,H,X(H8(:((((.J(((<*(H(-(H(<((,)H88((I8(X((8()L(8.(((@L+(((()H/((,)((<)((HH(0(()X(P*=<(0)0)Q(,(,8*()(*(0(,((0((0((())80(88((((8((J)*B(8L*BK(X0((8(@(H(6<<*(*H)(H@IH8(8P<(H((((,*)D(,`:)6L,P08(9<((((((:(I88(X,8(@((H(((H*<-((:(*,H(80;(,N((P(8H(38(/((*L*((()H)(9*8(*((H2L((JH0())M0H),,((2(((2)((*(8H0,8,P8((H(*,*(X((0I*(A((<)(10(((P(88,((8((808(+(H0(*40(0)(((N(()(((,*(J0E((((H(((-(1(8H*)(((<(I(((((<(\\(-8,BX88(8.)40X)((*(()*(.(,HI8)H8((80(,(0*H(()((,L(:((()(H)8,((8H(((0)4)H0*(((4HXIH4X,(0((+H8()(((:0(((+(88*89)((A((8H2)((IK0((((((H(I)()X,(8)I(((()4(J40,)()H88B(+H(2(8((8RX;H()(8((0*d(:80*(:((0*(((88.H(<(8J988,)((H*(((()(,(X(90H0H*(((Z0(H*)4;((9(/<HXH088(8((I)1*((@,H(0R(*(80),,`:(((()((I*)J.(((((8(((,(),)<*+,*H((H8(((*()98(((*,9(@<()0((,)8,9(\\H/0()()((*(P((()(4,0((KI)(,(I(((,P@*:L((A0H((@((*0-XC(((JP(()((()((<H)1(((8((((()L((),H,),,()(3((((L([@)H(H-(@-(**(*(:(*+(0((()00((,8*(+(.P?(G0M,(K((8(,()(*(((,-08(*.8N(8H*)(I(*(0((*(H)()((0H8*J*`)(((*))0(((*8(((((,*.(J2(((*(((2(Q,((8,8(0((3,(4*()()00,*,,*@8*0+((H2H,X/J8<21(H(L<H8H((8(890*)(*(80P(H),H.((,)((()(H(((8,2*84,*H)(*,8),((AB(H00H8H(,,,@X5(8(()()*(())0PX))(((8(9((I,1H88(28)@HH=4**((((R((+(((H,0(((((HXH)@(H(8*()H((()0(+((J(90((((**(H880(8J(HHL81(*@)4()0,Y))(((()H]0*@H(<())(8(*J;*(*,(*(,:2,((((*8*,()08+0)((0.H*((*,)(((,9.(+)@(,8(88(2((0H8LP>*80H)(*(*PH8I080(*0N+(:,8H0)D(H((,),(((8@(((()(J.,4+(((((+H(8(H0X(1((()((,8,6(.1H((())P8(98((,(((8(H)())()0(((9*8@,<0(0((((<(,((()((**(X(4H(I(0H(()((*(((9(8(()8((H1(81(V((*XE(-H(()@(:H4(((8(((*J+*LK*;*((,)0,)0H*<(,(HH(H(H*:*(0),(((0=(,(((00)(1(*8H((8*9(.P(L41*00.<(*0XH(,(10T4*H(00*H(*H,8*8((((0*((((1:R(()(((,((82@)4*)*0)((()()))9:(((0((H((L(9)4((:0.I9(*(P(H00((*(.,,(b(((8(4,*)((:(*0-H((9(((0I+)(((:.(J(2P*(2*(8*(8<((),)*(())(,(HXL,(*(((20H*)(\\(((*(((*()0,((0,(98,(*0IJ(J(,((*(J((,((HB(((08(8HH,*<@I)R((90*8H,*'
/** Mixes two numbers by multiplication; the upper bits of a product are the best. */
export const hashPair = (a: number, b: number): number => Math.imul(a, 0x9e3779b1) + b

/** Whether `b` after `a` may be one token with it: never wrongly false, wrongly true for a seventh. */
export function mayMerge(a: number, b: number): boolean {
  const bit = Math.imul(hashPair(hashPair(0, a), b), 0x85ebca6b) >>> 17
  return (((PAIRS.charCodeAt(bit / 6) - 40) >> (bit % 6)) & 1) === 1
}

/** What a blank before a Han character, kana or syllable adds: less where it merges with a byte. */
export function blankBefore(code: number): number {
  const cost = costs[code] ?? 1
  if (code >= FIRST_HANGUL) return cost === 1 ? 0.35 : cost === 2 ? 0.6 : 0.05
  return cost === 1 ? 0.84 : cost === 2 ? 0.7 : 0.05
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

/** Of a sign beyond ASCII, or a code point beyond U+FFFF, after `last`. */
export function signCost(point: number, last: number): number {
  if (point > 0xffff) return astralCost(point)
  return (point === last ? repeated[point] : costs[point]) ?? 1
}

/** Of neighbouring characters, by hash: those that often merge weigh less than nothing. */
export const weights = Int8Array.from({ length: 2 * PACKED.length }, (_, i) => {
  const pair = PACKED.charCodeAt(i >> 1) - 40
  return (i % 2 === 0 ? Math.floor(pair / 9) : pair % 9) - ZERO
})
/** Where the weight of a mixture of characters is. */
export const weightIndex = (mixed: number): number => Math.imul(mixed, 0x85ebca6b) >>> 16

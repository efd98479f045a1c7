/**
 * A token estimate for text about to enter a model's context: not below what the o200k_base
 * encoding counts on realistic text, and at most 1.6 times that on common kinds of content.
 *
 * It reads the text once, cuts it like the encoding's own pre-tokenizer and prices every piece from
 * small tables. All costs are in tokens. "Fitted" means least squares by gradient descent against
 * the counts of 590,000 pieces: prose in thirty languages, code, markup, data, random strings.
 */

/** Lifts the fitted mean so that the worst measured sample of 80 characters is still covered. */
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

const [LETTER, DIGIT, SPACE, SIGN, END] = [0, 1, 2, 3, 4] as const
const kinds = new Uint8Array(0x10000).fill(SIGN)
const costs = new Float32Array(0x10000) // of a character in a word or a run of signs

/**
 * Blocks beyond ASCII as `end:cost`, with `!` for signs. Common scripts are fitted; the others
 * are the mean count of a block's characters, so that an unknown script is never cheap.
 */
const BLOCKS = `
  c0:1.1! e0:0.8 100:-0.09 250:0.24 370:1.9 3b0:0.24 400:-0.14 430:0.2 530:-0.12 590:0.65
  600:0.01 700:-0.07 900:2 980:-0.09 e00:-0.05 e80:-0.07 1000:1.9 1100:1.2 1e00:2.9 1e80:1.9
  1f00:0.28 2000:2 2070:1.1! 2380:2! 2440:2.9! 26c0:2! 2700:2.9! 27c0:2! 3000:2.9! 3040:1.05!
  30a0:0.47 3100:0.43 4e00:2.9 a000:0.68 ac00:2.9 d7b0:0.47 d800:2.9 e000:1! fe00:2.9! fe10:0.7!
  ff00:2! ff60:1.3! fff0:2! 10000:1!
`
let start = 0x80
for (const [, end = '', cost = '', sign] of BLOCKS.matchAll(/(\w+):([-.\d]+)(!?)/g)) {
  kinds.fill(sign ? SIGN : LETTER, start)
  costs.fill(Number(cost), start)
  start = Number.parseInt(end, 16)
}
for (let code = 0; code < 128; code++) {
  const char = String.fromCharCode(code)
  if (/[a-z]/i.test(char)) kinds[code] = LETTER
  else if (/[\d\t\n\r ]/.test(char)) kinds[code] = /\d/.test(char) ? DIGIT : SPACE
  else if (code < 32 || code === 127) costs[code] = 1.5
}

/** Symbols that are one token where their neighbours in Unicode take two or three. */
const ONE_TOKEN = new Set(
  '℃№™←↑→↓⇒∀∆−∙√∞∨≈≤≥≫─━│┃├┣═║╗╝▀▄█▋░▒▓■□▪▫▬▲△▶▷►▼▽◆◇○◎●★☆☎☴☺♀♂♡♥♦♪♫✅✓✔✨❤➡⠀⭐⭕🏻🏼👇👉👌👍👏💕🔥😀😁😂😉😊😍😘😭🙂🙏🤣',
)
for (const symbol of ONE_TOKEN) if (symbol.length === 1) costs[symbol.charCodeAt(0)] = 1

/** Fitted costs of ASCII signs: the sign, a letter in 1/20, and its repetition, squared in 1/25. */
const SIGNS =
  '!ph"do#pf$pw%lh&qj\'is(ho)hk*of+oh,lx-ne.mf/hf:jh;mh<mj=ke>kj?pj@ve[ps\\iu]mr^vk_kf`op{jy|yn}jt~xh'
const repeated = costs.slice()
const RULES = '\u00a0\u2014\u2026\u2500\u2501\u2550\u2588\u3000\ufffd' // merge into long runs
for (const sign of RULES) repeated[sign.charCodeAt(0)] = sign === '\u2588' ? 0.3 : 0.15
for (let i = 0; i < SIGNS.length; i += 3) {
  costs[SIGNS.charCodeAt(i)] = (SIGNS.charCodeAt(i + 1) - 97) / 20
  repeated[SIGNS.charCodeAt(i)] = ((SIGNS.charCodeAt(i + 2) - 97) / 25) ** 2
}

/** Fitted cost of a word beside its letters, by the character it starts with, and of capitals. */
const [ALONE, AFTER_BLANK, AFTER_SIGN] = [0.34, 0.09, 0.84] as const
const [TITLE_CASE, UPPER_CASE, OTHER_SCRIPT] = [0.18, 0.08, 0.24] as const

const [BLANK, BACKSLASH] = [32, 92] as const
/** From here on a letter is priced by itself: it merges too rarely for pairs to tell. */
const FIRST_CJK = 0x2e80
const isNewline = (code: number): boolean => code === 10 || code === 13

/** The weight of letter `c` after `b`, after `a` (0: none), by multiplicative hashing. */
function weight(a: number, b: number, c: number): number {
  const mixed = Math.imul(Math.imul(a, 0x9e3779b1) + b, 0x9e3779b1) + c
  return weights[Math.imul(mixed, 0x85ebca6b) >>> 19] ?? 0
}

/** Tokens of a code point beyond U+FFFF: its bytes, less what the vocabulary merges. */
function astralCost(point: number): number {
  if (ONE_TOKEN.has(String.fromCodePoint(point))) return 1
  if (point < 0x1d000 || point >= 0x20000) return 4
  const flag = point >= 0x1f1c0 && point < 0x1f200
  const emoji = point >= 0x1f300 && point < 0x1f6c0 && (point < 0x1f540 || point >= 0x1f600)
  return flag || emoji || (point >= 0x1f900 && point < 0x1f980) ? 2 : 3
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

  /** The kind of the next character. */
  private kind(): number {
    return this.at < this.text.length ? (kinds[this.text.charCodeAt(this.at)] ?? SIGN) : END
  }

  /** Letters of any script up to a capital after a small letter, with the sign `lead` before. */
  private word(lead: number): void {
    const start = this.at
    let cost = lead === 0 ? ALONE : lead === BLANK ? AFTER_BLANK : AFTER_SIGN
    let before = 0
    let previous = lead
    let upper = false
    for (; this.kind() === LETTER; this.at++) {
      let code = this.text.charCodeAt(this.at)
      const first = this.at === start
      const capital = code > 64 && code < 91
      if (capital && !upper && !first) break
      if (capital) cost += first ? TITLE_CASE : UPPER_CASE
      upper = capital
      if (code < 128) code |= 32
      else cost += (costs[code] ?? 0) + (first ? OTHER_SCRIPT : 0)
      if (code >= FIRST_CJK) cost += weight(0, 0, code)
      else if (code === previous && code === before) cost += code < 128 ? 0.15 : 0.7
      else cost += weight(0, previous, code) + (first ? 0 : weight(before, previous, code))
      before = previous
      previous = code
    }
    this.tokens += Math.max(1, cost, (this.at - start) / 12) // even 'lalala' has no longer tokens
  }

  /** Digits go in threes, and every number below a thousand is one token. */
  private digits(): void {
    for (let i = 0; this.kind() === DIGIT; i++, this.at++) if (i % 3 === 0) this.tokens++
  }

  /** A run of signs with the blank before and the newlines after it; one sign may open a word. */
  private signs(afterBlank: boolean): void {
    const { text } = this
    const start = this.at
    let cost = 0
    let previous = -1
    for (; this.kind() === SIGN; this.at++) {
      const code = text.charCodeAt(this.at)
      const point = code < 0xd800 || code > 0xdbff ? code : (text.codePointAt(this.at) ?? code)
      if (point > 0xffff) cost += astralCost(point)
      else cost += (code === previous ? repeated[code] : costs[code]) ?? 1
      if (point > 0xffff) this.at++
      previous = code
    }
    const opens = this.kind() === LETTER
    const single = this.at === start + 1 && !afterBlank && previous > 32 && previous < 127
    if (opens && previous === BACKSLASH && 'nrtbfu'.includes(text.charAt(this.at))) {
      this.at++ // an escape in embedded JSON: the letter is not part of the next word
      this.tokens += single ? 1 : 1 + Math.max(1, cost)
    } else if (opens && single) this.word(previous)
    else {
      for (; isNewline(text.charCodeAt(this.at)); this.at++) cost += 0.1
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

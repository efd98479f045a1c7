/** Requests a URL every 10 ms until its input ends, then prints the times of the answers in ms. */
const times: number[] = []
let ended = false
process.stdin.once('end', () => {
  ended = true
})
process.stdin.resume()
const [, , url = ''] = process.argv
await (await fetch(url)).text()
console.log('ready')
while (!ended) {
  const started = performance.now()
  await (await fetch(url)).text()
  times.push(performance.now() - started)
  await new Promise((resolve) => setTimeout(resolve, 10))
}
console.log(JSON.stringify(times))

// measure runs f for a while to warm the engine up, then counts the processor time
// that its runs take, the engine's own threads included: on one core that is the time
// a person waits, and other work on the machine does not show in it.
export async function measure (f, warm = 3000, timed = 5000) {
  const repeat = async ms => {
    let runs = 0
    for (const end = performance.now() + ms; performance.now() < end; runs++) await f()
    return runs
  }
  await repeat(warm)
  const before = process.cpuUsage()
  const runs = await repeat(timed)
  const { user, system } = process.cpuUsage(before)
  return { runs, ms: (user + system) / 1000 / runs }
}

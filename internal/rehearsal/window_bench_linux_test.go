package rehearsal

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// rounds is how often a wait is measured for its median.
const rounds = 9

// median of some waits, in milliseconds.
func median(all []time.Duration) float64 {
	slices.Sort(all)
	return float64(all[len(all)/2]) / float64(time.Millisecond)
}

// load puts beside the figures what else this machine is doing. An op here is many
// waits, so its own time says nothing.
func load(b *testing.B) {
	b.Helper()
	text := value(os.ReadFile("/proc/loadavg"))(b)
	b.ReportMetric(value(strconv.ParseFloat(strings.Fields(string(text))[0], 64))(b), "load")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkStart is from the start of the process to the first full paint at rest,
// and to a typed character's being on the screen.
func BenchmarkStart(b *testing.B) {
	o := options(b, newHouse(b).leave())
	var paint, usable []time.Duration
	for b.Loop() {
		for range rounds {
			p, u := startOnce(b, o)
			paint, usable = append(paint, p), append(usable, u)
		}
	}
	b.ReportMetric(median(paint), "paint-ms")
	b.ReportMetric(median(usable), "usable-ms")
	load(b)
}

// startOnce starts the program on a display of its own. The pauses in which the
// rehearsal puts the window in its place are not the program's and are left out.
func startOnce(b *testing.B, o Options) (paint, usable time.Duration) {
	o.Folder = scratch(b)
	s := &Stage{o: o, ended: make(chan error, 1)}
	must(b, s.raise(context.Background()))
	defer s.Close()
	pic := watch(b, s)
	begin := time.Now()
	must(b, s.launch(context.Background()))
	welcome := make(chan time.Time, 1)
	go func() {
		s.On("welcome") // where it never comes, neither does the character
		welcome <- time.Now()
	}()
	paint = settle(b, pic, begin).Sub(begin)
	usable = (<-welcome).Sub(begin)
	must(b, s.settle())
	pic.look()
	typed := time.Now()
	must(b, s.Key("7"))
	return paint, usable + settle(b, pic, typed).Sub(typed)
}

func settle(b *testing.B, pic *picture, after time.Time) time.Time {
	b.Helper()
	at, ok := pic.settled(after)
	if !ok {
		b.Fatal("the picture did not change, or did not come to rest")
	}
	return at
}

// BenchmarkIdle is the share of a core that the welcome page takes with its field
// focused and nobody there.
func BenchmarkIdle(b *testing.B) {
	p := onStage(b, options(b, newHouse(b).leave()))
	value(p.Stage.On("welcome"))(b)
	time.Sleep(2 * time.Second)
	const watched = 10 * time.Second
	for b.Loop() {
		before := cpu(b, p.program.Process.Pid)
		time.Sleep(watched)
		used := cpu(b, p.program.Process.Pid) - before
		b.ReportMetric(100*used.Seconds()/watched.Seconds(), "%core")
	}
	load(b)
}

// cpu is the time that a process has had of the processors (proc(5): utime and
// stime, in hundredths of a second).
func cpu(b *testing.B, pid int) time.Duration {
	b.Helper()
	stat := string(value(os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)))(b))
	f := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	user, system := value(strconv.Atoi(f[11]))(b), value(strconv.Atoi(f[12]))(b)
	return time.Duration(user+system) * 10 * time.Millisecond
}

// BenchmarkFiftyPages is the memory that is resident once fifty pages have been
// turned, each of them painted.
func BenchmarkFiftyPages(b *testing.B) {
	h := newHouse(b)
	h.join(1)
	p := onStage(b, options(b, h.leave()))
	must(b, do(p.in(1), p.open(resus), p.press("module.learn"), p.on("reader")))
	pic := watch(b, p.Stage)
	for b.Loop() {
		key := "Right"
		for range 50 {
			key = turnPage(b, p, pic, key)
		}
		b.ReportMetric(resident(b, p.program.Process.Pid), "MB-resident")
	}
	load(b)
}

// turnPage turns one page, back from the last and on from the first, and says in
// which direction the next one lies.
func turnPage(b *testing.B, p *play, pic *picture, key string) string {
	b.Helper()
	sc := value(p.Stage.On("reader"))(b)
	m, _ := shelves().Module(resus)
	switch sc.Facts["number"] {
	case float64(1):
		key = "Right"
	case float64(len(m.Pages)):
		key = "Left"
	}
	pressed := time.Now()
	must(b, p.Key(key))
	settle(b, pic, pressed)
	return key
}

// resident is a process's memory in MB (proc(5): VmRSS).
func resident(b *testing.B, pid int) float64 {
	b.Helper()
	for line := range strings.Lines(string(value(os.ReadFile(fmt.Sprintf("/proc/%d/status", pid)))(b))) {
		if kb, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			return value(strconv.ParseFloat(strings.Fields(kb)[0], 64))(b) / 1024
		}
	}
	b.Fatal("no VmRSS")
	return 0
}

// BenchmarkAnswer is from the Return that confirms an answer to the marked page at
// rest, and from the next Return to the next question at rest.
func BenchmarkAnswer(b *testing.B) {
	h := newHouse(b)
	h.join(1)
	p := onStage(b, options(b, h.leave()))
	must(b, do(p.in(1), p.open(resus), p.press("module.show"), p.on("quiz")))
	pic := watch(b, p.Stage)
	var mark, next []time.Duration
	for b.Loop() {
		for range rounds {
			m, n := answerOnce(b, p, pic)
			mark, next = append(mark, m), append(next, n)
		}
	}
	b.ReportMetric(median(mark), "marked-ms")
	b.ReportMetric(median(next), "next-ms")
	load(b)
}

func answerOnce(b *testing.B, p *play, pic *picture) (mark, next time.Duration) {
	b.Helper()
	sc := value(p.Await("a question", func(s Scene) bool { return s.Page == "quiz" && s.Facts["answered"] == false }))(b)
	it, _ := p.item(sc)
	must(b, p.give(it, numbers(sc.Facts["shown"]), numbers(sc.Facts["partners"]), true))
	time.Sleep(2 * still)
	pic.look()
	confirmed := time.Now()
	must(b, p.Key("Return"))
	mark = settle(b, pic, confirmed).Sub(confirmed)
	value(p.Await("the answer to be marked", func(s Scene) bool { return s.Facts["answered"] == true }))(b)
	went := time.Now()
	must(b, p.Key("Return"))
	return mark, settle(b, pic, went).Sub(went)
}

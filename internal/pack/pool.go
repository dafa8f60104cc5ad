package pack

import (
	"maps"
	"runtime"
	"sync"
	"sync/atomic"
)

// modules reads the modules' folders, as many at once as there are processors, and
// puts them together in the order of the folders: what is told and held is the same
// however many work at it.
func (r *reader) modules(dirs []string) {
	parts := make([]*reader, len(dirs))
	var next atomic.Int64
	var work sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(dirs)) {
		work.Add(1)
		go func() {
			defer work.Done()
			for i := next.Add(1) - 1; i < int64(len(dirs)); i = next.Add(1) - 1 {
				parts[i] = r.part()
				parts[i].module(dirs[i])
			}
		}()
	}
	work.Wait()
	for _, part := range parts {
		r.take(part)
	}
}

// part is a reader for one module: it shares what is only read, and notes the rest
// for itself.
func (r *reader) part() *reader {
	p := newReader(r.fsys, r.report.name)
	p.files, p.pack.ID, p.pack.Kind, p.pack.Framework = r.files, r.pack.ID, r.pack.Kind, r.pack.Framework
	return p
}

// take adds what a part has read and found.
func (r *reader) take(p *reader) {
	r.pack.Modules = append(r.pack.Modules, p.pack.Modules...)
	maps.Copy(r.pack.marks, p.pack.marks)
	maps.Copy(r.shown, p.shown)
	r.problems = append(r.problems, p.problems[:min(len(p.problems), maxProblems-len(r.problems))]...)
}

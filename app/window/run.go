package window

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
)

// Progress tells how far work has come: a fraction from 0 to 1, negative where it
// is not known, and words ("" keeps the words there are). It may be called from
// anywhere.
type Progress func(fraction float32, words string)

// patience is how long a person waits before the frame says what is going on.
const patience = 500 * time.Millisecond

// Run does work away from the UI thread and then calls done on it. While one Run
// is going another is refused, and Run says so by returning false: that is what
// keeps a double press from acting twice. After half a second the frame shows
// words.
func Run[T any](f *Frame, ctx context.Context, words string, work func(context.Context, Progress) (T, error), done func(T, error)) bool {
	return start(f, ctx, f.busy(words), work, done)
}

// RunStop is Run with a button in the notice that ends the work's context.
func RunStop[T any](f *Frame, ctx context.Context, words, stop string, work func(context.Context, Progress) (T, error), done func(T, error)) bool {
	ctx, end := context.WithCancel(ctx)
	b := f.busy(words)
	b.stop, b.stopWords = end, stop
	if !start(f, ctx, b, work, func(v T, err error) { end(); done(v, err) }) {
		end()
		return false
	}
	return true
}

func start[T any](f *Frame, ctx context.Context, b *busy, work func(context.Context, Progress) (T, error), done func(T, error)) bool {
	if f.running {
		return false
	}
	b.begin()
	go func() {
		v, err := work(ctx, b.tell)
		f.opts.Do(func() {
			b.end()
			done(v, err)
		})
	}()
	return true
}

// Call is Run for work that returns nothing but an error and tells no progress.
func Call(f *Frame, ctx context.Context, words string, work func(context.Context) error, done func(error)) bool {
	return Run(f, ctx, words,
		func(ctx context.Context, _ Progress) (struct{}, error) { return struct{}{}, work(ctx) },
		func(_ struct{}, err error) { done(err) })
}

// Running reports whether a Run is going on.
func (f *Frame) Running() bool { return f.running }

// busy is the notice of one Run; all of it is for the UI thread but tell.
type busy struct {
	f        *Frame
	words    string
	fraction float32
	over     bool
	shut     func()
	card     *fyne.Container // holds the state alone
	timer    *time.Timer
	// stop, where there is one, is what the button of stopWords does.
	stop      func()
	stopWords string
}

func (f *Frame) busy(words string) *busy {
	if words == "" {
		words = f.say("frame.busy")
	}
	return &busy{f: f, words: words, fraction: -1}
}

func (b *busy) begin() {
	b.f.running = true
	b.timer = time.AfterFunc(patience, func() { b.f.opts.Do(b.show) })
}

func (b *busy) show() {
	if b.over || b.shut != nil {
		return
	}
	b.shut = b.f.Overlay(460, func(l *theme.Look) fyne.CanvasObject {
		b.card = widget.VStack(l, 0, b.state(l))
		if b.stop == nil {
			return b.card
		}
		return widget.VStack(l, 16, b.card, widget.Row(l, 12, widget.Spacer(), widget.NewButton(l, widget.Outline, b.stopWords, "hand-palm", b.stop)))
	}, nil)
}

func (b *busy) state(l *theme.Look) fyne.CanvasObject {
	return widget.Busy(l, b.words, b.f.say("frame.busy-long"), b.fraction)
}

func (b *busy) tell(fraction float32, words string) {
	b.f.opts.Do(func() {
		b.fraction = fraction
		if words != "" {
			b.words = words
		}
		if b.shut != nil && !b.over {
			b.again()
		}
	})
}

// again draws the card's state anew. The button stays as long as the state needs no
// other room: a press that has begun on it must find it when it ends.
func (b *busy) again() {
	now, was := b.state(b.f.look), b.card.Objects[0]
	if w := was.Size().Width; widget.HeightOf(now, w) != widget.HeightOf(was, w) {
		b.shut()
		b.shut = nil
		b.show()
		return
	}
	b.card.Objects[0] = now
	b.card.Refresh()
}

func (b *busy) end() {
	b.over = true
	b.timer.Stop()
	b.f.running = false
	b.f.touch()
	if b.shut != nil {
		b.shut()
	}
}

package widget

import "strings"

// breakLines puts the runs into lines of at most width pixels.
func (t *Text) breakLines(width float32) []textLine {
	b := breaker{t: t, width: width}
	for i, r := range t.runs {
		for _, tok := range tokens(r.Text) {
			b.add(i, tok)
		}
	}
	b.endLine()
	return b.lines
}

type breaker struct {
	t     *Text
	width float32
	lines []textLine
	cur   []segment
	used  float32
}

func (b *breaker) measure(run int, s string) float32 { return b.t.canvasText(run, s).MinSize().Width }

func (b *breaker) add(run int, tok string) {
	if tok == "\n" {
		b.endLine()
		return
	}
	bare := strings.TrimRight(tok, " ")
	if bare == "" && len(b.cur) == 0 {
		return
	}
	w := b.measure(run, bare)
	if len(b.cur) > 0 && b.used+w > b.width {
		b.endLine()
	}
	if w > b.width {
		tok = b.chop(run, tok)
	}
	b.push(run, tok)
}

// push joins a word to the segment before it where the run is the same, so that
// the pair is drawn and measured as one.
func (b *breaker) push(run int, tok string) {
	if tok == "" {
		return
	}
	if n := len(b.cur); n > 0 && b.cur[n-1].run == run {
		b.used -= b.cur[n-1].w
		b.cur[n-1].text += tok
		b.cur[n-1].w = b.measure(run, b.cur[n-1].text)
		b.used += b.cur[n-1].w
		return
	}
	w := b.measure(run, tok)
	b.cur = append(b.cur, segment{run, tok, w})
	b.used += w
}

// chop puts the start of a word that is too long for a line on lines of its own
// and returns the rest.
func (b *breaker) chop(run int, tok string) string {
	for {
		rs := []rune(tok)
		n := len(rs)
		for n > 1 && b.measure(run, strings.TrimRight(string(rs[:n]), " ")) > b.width {
			n--
		}
		if n == len(rs) {
			return tok
		}
		n = atHyphen(rs, n)
		b.push(run, string(rs[:n]))
		b.endLine()
		tok = string(rs[n:])
	}
}

func (b *breaker) endLine() {
	ln := textLine{segs: b.cur}
	if n := len(b.cur); n > 0 {
		last := &b.cur[n-1]
		last.text = strings.TrimRight(last.text, " ")
		last.w = b.measure(last.run, last.text)
	}
	for _, s := range b.cur {
		ln.width += s.w
	}
	b.lines = append(b.lines, ln)
	b.cur, b.used = nil, 0
}

// tokens splits into words that keep the spaces after them; a line break is a
// token of its own.
func tokens(s string) []string {
	var out []string
	start, space := 0, false
	for i, r := range s {
		switch {
		case r == '\n':
			if i > start {
				out = append(out, s[start:i])
			}
			out = append(out, "\n")
			start, space = i+1, false
		case r == ' ':
			space = true
		case space:
			out = append(out, s[start:i])
			start, space = i, false
		}
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

// atHyphen moves a cut back to the last hyphen or slash before it, if there is one.
func atHyphen(rs []rune, cut int) int {
	for i := cut; i > 1; i-- {
		if rs[i-1] == '-' || rs[i-1] == '/' {
			return i
		}
	}
	return cut
}

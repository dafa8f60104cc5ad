package rehearsal

import (
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"muster/internal/desk"
	"muster/internal/document"
)

// atHome puts a window on a stage for an account of its own, with one file to choose.
func atHome(t *testing.T, data string) *play {
	t.Helper()
	o := options(t, data)
	o.Home = filepath.Join(scratch(t), "stick")
	must(t, os.MkdirAll(o.Home, 0o700))
	o.Args = append(o.Args, "--save", o.Home)
	return onStage(t, o)
}

// hand puts a file onto the stick of a window's account, alone.
func (p *play) hand(t *testing.T, name string, data []byte) {
	t.Helper()
	for _, old := range value(filepath.Glob(filepath.Join(p.Home, "*")))(t) {
		must(t, os.Remove(old))
	}
	must(t, os.WriteFile(filepath.Join(p.Home, name), data, 0o600))
}

// TestFilesAtTheCheckDesk chooses files at the check desk: a passport's PDF that
// something was done to is refused with its own sentence and shows nobody's name, and a
// photograph of the square code is read.
func TestFilesAtTheCheckDesk(t *testing.T) {
	long(t)
	h := newHouse(t)
	s := h.join(1)
	h.pass(s, fire)
	must(t, h.ConfirmIdentity(h.ctx, h.trainer, s.Learner, "passport"))
	text := value(h.Issue(h.ctx, h.trainer, s.Learner, desk.DemoPIN))(t)[0].Text
	p := atHome(t, h.leave())
	must(t, do(p.on("welcome"), p.press("welcome.check"), p.on("check")))

	corpus := filepath.Join("..", "document", "testdata", "pdf")
	for file, why := range map[string]string{"page-appended.pdf": "appended", "not-signed.pdf": "not-signed", "differs.pdf": "differs"} {
		p.hand(t, file, value(os.ReadFile(filepath.Join(corpus, file)))(t))
		must(t, p.chooses("check.file")())
		sentence := p.Words.T("paper.broken." + why)
		sc := value(p.Await("the refusal "+why, func(s Scene) bool {
			return s.Facts["band"] == "refuse" && strings.Contains(strings.Join(s.Words, "\n"), sentence)
		}))(t)
		if strings.Contains(strings.Join(sc.Words, "\n"), learnerNumber) {
			t.Errorf("%s: a file that is refused shows whom it names: %q", file, sc.Words)
		}
		p.isDrawn(t)
		must(t, do(p.press("check.next"), p.on("check")))
	}

	p.hand(t, "IMG_0417.jpg", photograph(t, text))
	must(t, p.chooses("check.file")())
	sc := value(p.Await("the verdict on the photograph", func(s Scene) bool { return s.Facts["band"] == "caution" }))(t)
	contains(t, strings.Join(sc.Words, "\n"), named(1))
	p.isDrawn(t)
}

// photograph is a phone's picture of a passport's code: turned, in perspective, in
// uneven light and with noise.
func photograph(t *testing.T, text string) []byte {
	t.Helper()
	squares := value(document.QR(text))(t)
	rnd := rand.New(rand.NewPCG(4, 17))
	im := image.NewGray(image.Rect(0, 0, 1600, 1200))
	sin, cos := math.Sincos(0.14)
	for y := range 1200 {
		for x := range 1600 {
			u, v := float64(x)-800, float64(y)-600
			far := 1 + 0.00008*u // the right edge is further away
			n := float64(len(squares))
			i, j := int((u*cos-v*sin)*far/7.2+n/2), int((u*sin+v*cos)*far/7.2+n/2)
			shade := 205.0 // the paper
			if i >= 0 && j >= 0 && i < len(squares) && j < len(squares) && squares[j][i] {
				shade = 52
			}
			im.SetGray(x, y, color.Gray{Y: uint8(max(0, min(255, shade-float64(x)/40+rnd.NormFloat64()*7)))})
		}
	}
	var b strings.Builder
	must(t, jpeg.Encode(&b, im, &jpeg.Options{Quality: 80}))
	return []byte(b.String())
}

package photo_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/encoder"
)

// lens is how a capture was made and what went wrong with it.
type lens struct {
	pixels   float64     // a module is wide
	turn     float64     // radians
	tilt     float64     // how much nearer one side is than the other, 0 to 0.5
	bend     float64     // millimetres that the paper is away from flat
	blur     float64     // pixels, the spread of a Gaussian
	smear    float64     // pixels, the length of a shake
	grain    float64     // grey levels, the spread of the noise
	ink      float64     // grey of black, 0 to 255
	paper    float64     // grey of white
	shadow   float64     // part of the light that is missing on one side
	glare    bool        // a lamp on glossy paper
	print    float64     // 0.6: printed at 60 %
	spread   float64     // modules that ink has run
	bilevel  bool        // a scanner that knows black and white alone
	jpeg     int         // quality; 0 for PNG
	versions [2]int      // of the code, from and to
	margin   int         // modules of printed paper around the code
	frame    image.Point // pixels of the picture; zero: what the paper needs
}

// kind is one sort of capture.
type kind struct {
	name string
	make func(*rand.Rand) lens
}

func from(r *rand.Rand, low, high float64) float64 { return low + (high-low)*r.Float64() }

// plain is a clean picture, as a starting point.
func plain(pixels float64) lens {
	return lens{pixels: pixels, ink: 10, paper: 245, print: 1, versions: [2]int{15, 27}, margin: 28}
}

// phone is an ordinary photograph of paper, taken by hand.
func phone(r *rand.Rand) lens {
	l := plain(from(r, 3.2, 7))
	l.turn, l.tilt = from(r, -0.5, 0.5), from(r, 0, 0.25)
	l.bend, l.blur, l.grain = from(r, 0, 0.6), from(r, 0.5, 1.3), from(r, 2, 7)
	l.ink, l.paper, l.shadow = from(r, 20, 60), from(r, 170, 240), from(r, 0, 0.4)
	l.jpeg = 75
	return l
}

// scan is a sheet on a scanner's glass.
func scan(r *rand.Rand, dpi, size float64) lens {
	v := 15 + r.IntN(13)
	l := plain(dpi / 25.4 * size / float64(17+4*v+8))
	l.versions = [2]int{v, v}
	l.turn, l.blur, l.grain = from(r, -0.03, 0.03), from(r, 0.3, 0.6), from(r, 0, 4)
	return l
}

// kinds is the corpus: what reaches a check desk, and worse.
var kinds = []kind{
	{"screenshot", func(r *rand.Rand) lens { return plain(from(r, 1.6, 5)) }},
	{"scan grey 100", func(r *rand.Rand) lens { return scan(r, 100, 75) }},
	{"scan grey 150", func(r *rand.Rand) lens { l := scan(r, 150, 75); l.jpeg = 60; return l }},
	{"scan grey 300", func(r *rand.Rand) lens { return scan(r, 300, 75) }},
	{"scan bilevel 150", func(r *rand.Rand) lens { l := scan(r, 150, 75); l.bilevel = true; return l }},
	{"scan bilevel 200", func(r *rand.Rand) lens { l := scan(r, 200, 75); l.bilevel = true; return l }},
	{"scan 60 % 200", func(r *rand.Rand) lens { l := scan(r, 200, 45); l.print = 0.6; return l }},
	{"phone", phone},
	{"any turn", func(r *rand.Rand) lens { l := phone(r); l.turn = from(r, -math.Pi, math.Pi); return l }},
	{"steep", func(r *rand.Rand) lens { l := phone(r); l.pixels, l.tilt = from(r, 4, 7), from(r, 0.25, 0.4); return l }},
	{"crumpled", func(r *rand.Rand) lens { l := phone(r); l.pixels, l.bend = from(r, 3.5, 7), from(r, 0.8, 2); return l }},
	{"blurred", func(r *rand.Rand) lens { l := phone(r); l.blur = l.pixels * from(r, 0.35, 0.55); return l }},
	{"shaken", func(r *rand.Rand) lens { l := phone(r); l.smear = l.pixels * from(r, 0.5, 1); return l }},
	{"grainy", func(r *rand.Rand) lens { l := phone(r); l.grain = from(r, 12, 28); return l }},
	{"pale", func(r *rand.Rand) lens {
		l := phone(r)
		l.ink, l.paper, l.grain = from(r, 110, 140), from(r, 160, 185), from(r, 1, 3)
		return l
	}},
	{"dark corner", func(r *rand.Rand) lens { l := phone(r); l.shadow = from(r, 0.5, 0.85); return l }},
	{"glare", func(r *rand.Rand) lens { l := phone(r); l.glare = true; return l }},
	{"printed at 60 %", func(r *rand.Rand) lens { l := phone(r); l.pixels, l.print = from(r, 2.4, 4), 0.6; return l }},
	{"ink run", func(r *rand.Rand) lens { l := phone(r); l.spread = from(r, 0.15, 0.3); return l }},
	{"sent on by chat", func(r *rand.Rand) lens { l := phone(r); l.pixels, l.jpeg = from(r, 2.4, 4), 30; return l }},
}

// text is a passport's text of n characters, as base45 looks.
func text(r *rand.Rand, n int) string {
	const set = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
	b := []byte("MP1:")
	for len(b) < n {
		b = append(b, set[r.IntN(len(set))])
	}
	return string(b)
}

// room is how many characters the versions from 15 hold at level M: ISO/IEC 18004, table 7.
var room = []int{600, 656, 734, 816, 909, 970, 1035, 1134, 1248, 1326, 1451, 1542, 1637}

// shot is a capture with the text that is in it.
type shot struct {
	text  string
	image *image.Gray
	jpeg  int
}

// capture prints a code on paper and takes its picture.
func capture(t testing.TB, r *rand.Rand, l lens) shot {
	t.Helper()
	version := l.versions[0] + r.IntN(l.versions[1]-l.versions[0]+1)
	s := shot{text: text(r, room[version-15]), jpeg: l.jpeg}
	squares := squaresOf(t, s.text)
	if n := 17 + 4*version + 8; len(squares) != n {
		t.Fatalf("%d squares for version %d", len(squares), version)
	}
	sheet := l.paint(r, squares)
	s.image = l.expose(r, sheet, float64(len(squares)))
	return s
}

// squaresOf draws a text as a code at level M with its quiet zone of four modules.
func squaresOf(t testing.TB, text string) [][]bool {
	t.Helper()
	code, err := encoder.Encoder_encode(text, decoder.ErrorCorrectionLevel_M, nil)
	if err != nil {
		t.Fatal(err)
	}
	m := code.GetMatrix()
	squares := make([][]bool, m.GetHeight()+8)
	for y := range squares {
		squares[y] = make([]bool, m.GetWidth()+8)
		for x := range squares[y] {
			i, j := x-4, y-4
			squares[y][x] = i >= 0 && j >= 0 && i < m.GetWidth() && j < m.GetHeight() && m.Get(i, j) == 1
		}
	}
	return squares
}

// file is the capture as it reaches the desk.
func (s shot) file(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	err := png.Encode(&b, s.image)
	if s.jpeg > 0 {
		b.Reset()
		err = jpeg.Encode(&b, s.image, &jpeg.Options{Quality: s.jpeg})
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// dots is how many points of a painted sheet make a module.
const dots = 6

// paint is the code among lines of print, dark 0 to light 1, before any light falls on it.
func (l lens) paint(r *rand.Rand, squares [][]bool) sheet {
	margin := l.margin
	n := (len(squares) + 2*margin) * dots
	s := sheet{n, make([]float32, n*n)}
	for i := range s.light {
		s.light[i] = 1
	}
	for y, row := range squares {
		for x, dark := range row {
			if dark {
				s.fill((x+margin)*dots, (y+margin)*dots, dots, dots)
			}
		}
	}
	for y := dots * 3; y < n-dots*4; y += dots * 4 { // print, outside the code
		for x := dots * 3; x < n-dots*8; {
			w := dots/2 + r.IntN(dots)
			beside := x+w < margin*dots || x > n-margin*dots || y+dots*2 < margin*dots || y > n-margin*dots
			if beside && r.IntN(4) > 0 {
				s.fill(x, y+r.IntN(dots), w/2+1, dots/2+r.IntN(dots))
			}
			x += w + 1
		}
	}
	if l.spread > 0 {
		s.run(l.spread * dots)
	}
	return s
}

// sheet is a square of paper.
type sheet struct {
	n     int
	light []float32
}

func (s sheet) fill(x, y, w, h int) {
	for i := y; i < y+h; i++ {
		for j := x; j < x+w; j++ {
			s.light[i*s.n+j] = 0
		}
	}
}

// run makes ink wider by a half on each side.
func (s sheet) run(wide float64) {
	before := bytes.Repeat([]byte{0}, len(s.light))
	for i, v := range s.light {
		before[i] = byte(v)
	}
	k := int(math.Round(wide / 2))
	for y := k; y < s.n-k; y++ {
		for x := k; x < s.n-k; x++ {
			if before[y*s.n+x] != 0 {
				continue
			}
			s.fill(x-k, y-k, 2*k+1, 2*k+1)
		}
	}
}

// at is the light from a place, in dots.
func (s sheet) at(x, y float64) float64 {
	i, j := int(math.Floor(y)), int(math.Floor(x))
	if i < 0 || j < 0 || i >= s.n || j >= s.n {
		return 0.4 // the table
	}
	return float64(s.light[i*s.n+j])
}

// expose takes the picture of a sheet with a code of so many modules, quiet zone
// included.
func (l lens) expose(r *rand.Rand, s sheet, modules float64) *image.Gray {
	size := l.frame
	if size.X == 0 {
		side := (modules + float64(l.margin)) * l.pixels * (1 + 0.4*math.Min(1, math.Abs(math.Sin(2*l.turn))))
		size = image.Pt(int(math.Ceil(side)), int(math.Ceil(side)))
	}
	img := image.NewGray(image.Rectangle{Max: size})
	light := make([]float64, size.X*size.Y)
	back := l.backwards(r, s, size)
	const fine = 2
	for y := range size.Y {
		for x := range size.X {
			sum := 0.0
			for k := range fine * fine {
				u, v := back(float64(x)+(float64(k%fine)+0.5)/fine, float64(y)+(float64(k/fine)+0.5)/fine)
				sum += s.at(u, v)
			}
			light[y*size.X+x] = sum / fine / fine
		}
	}
	l.soften(r, light, size)
	l.develop(r, light, img)
	return img
}

// backwards gives where on the sheet, in dots, a place of the picture looks.
func (l lens) backwards(r *rand.Rand, s sheet, size image.Point) func(x, y float64) (u, v float64) {
	sin, cos := math.Sincos(l.turn)
	way := from(r, 0, 2*math.Pi)
	tx, ty := l.tilt*math.Cos(way), l.tilt*math.Sin(way)
	module := 75 * l.print / float64(s.n/dots-2*l.margin) // millimetres
	bend := l.bend / module * dots
	var waves [3][3]float64
	for i := range waves {
		waves[i] = [3]float64{from(r, 1, 3) / float64(s.n) * 2 * math.Pi, from(r, -2, 2) / float64(s.n) * 2 * math.Pi, from(r, 0, 6)}
	}
	half := float64(max(size.X, size.Y)) / 2
	return func(x, y float64) (float64, float64) {
		a, b := x-float64(size.X)/2, y-float64(size.Y)/2
		w := 1 + (tx*a+ty*b)/half
		a, b = a/w, b/w
		u := (cos*a+sin*b)/l.pixels*dots + float64(s.n)/2
		v := (cos*b-sin*a)/l.pixels*dots + float64(s.n)/2
		if bend > 0 {
			u += bend / 2 * (math.Sin(waves[0][0]*v+waves[0][1]*u+waves[0][2]) + math.Sin(waves[1][0]*u+waves[1][2])/2)
			v += bend / 2 * math.Sin(waves[2][0]*u+waves[2][1]*v+waves[2][2])
		}
		return u, v
	}
}

// soften blurs and shakes.
func (l lens) soften(r *rand.Rand, light []float64, size image.Point) {
	if l.blur > 0 {
		kernel := gauss(l.blur)
		rows(light, size, kernel)
		columns(light, size, kernel)
	}
	if l.smear >= 1 {
		flat := make([]float64, int(l.smear)|1)
		for i := range flat {
			flat[i] = 1 / float64(len(flat))
		}
		if r.IntN(2) == 0 {
			rows(light, size, flat)
		} else {
			columns(light, size, flat)
		}
	}
}

func gauss(spread float64) []float64 {
	n := int(math.Ceil(3 * spread))
	kernel, sum := make([]float64, 2*n+1), 0.0
	for i := range kernel {
		d := float64(i-n) / spread
		kernel[i] = math.Exp(-d * d / 2)
		sum += kernel[i]
	}
	for i := range kernel {
		kernel[i] /= sum
	}
	return kernel
}

func rows(light []float64, size image.Point, kernel []float64) {
	for y := range size.Y {
		filter(light[y*size.X:], size.X, 1, kernel)
	}
}

func columns(light []float64, size image.Point, kernel []float64) {
	for x := range size.X {
		filter(light[x:], size.Y, size.X, kernel)
	}
}

// filter goes along n values that are next apart.
func filter(light []float64, n, next int, kernel []float64) {
	from, half := make([]float64, n), len(kernel)/2
	for i := range from {
		from[i] = light[i*next]
	}
	for i := range from {
		sum := 0.0
		for k, w := range kernel {
			sum += w * from[min(max(i+k-half, 0), n-1)]
		}
		light[i*next] = sum
	}
}

// develop turns light into grey levels, with shadow, glare and grain.
func (l lens) develop(r *rand.Rand, light []float64, img *image.Gray) {
	size := img.Rect.Size()
	way := from(r, 0, 2*math.Pi)
	gx, gy, spot := from(r, 0.3, 0.7), from(r, 0.3, 0.7), from(r, 0.04, 0.07)
	for i, v := range light {
		x, y := float64(i%size.X)/float64(size.X), float64(i/size.X)/float64(size.Y)
		grey := l.ink + (l.paper-l.ink)*v
		grey *= 1 - l.shadow*(0.5+0.5*math.Tanh(4*((x-0.5)*math.Cos(way)+(y-0.5)*math.Sin(way))))
		if l.glare {
			grey += 400 * math.Exp(-((x-gx)*(x-gx)+(y-gy)*(y-gy))/spot/spot)
		}
		grey += l.grain * r.NormFloat64()
		if l.bilevel {
			grey = 255 * math.Floor(math.Min(grey/128, 1))
		}
		img.Pix[i] = uint8(math.Max(0, math.Min(255, math.Round(grey))))
	}
}

package theme

import (
	"bytes"
	"image"
	"image/color"
	"image/png"

	"muster/assets"
)

// iconKey names an icon as painted: its name, its colour and its side in pixels.
type iconKey struct {
	name string
	c    color.NRGBA
	side int
}

// Icon is an icon of assets/icons painted in c, somewhat larger than size pixels
// so that it stays sharp when it is scaled down on a dense screen. An unknown name
// gives a question mark, so that a mistake is seen and not fatal; Known tells.
func (l *Look) Icon(name string, c color.NRGBA, size float32) image.Image {
	l.kit.mu.Lock()
	defer l.kit.mu.Unlock()
	m := l.kit.mask(name)
	for float32(m.Rect.Dx()/2) >= size*1.4 {
		m = halve(m)
	}
	key := iconKey{name, c, m.Rect.Dx()}
	if im, ok := l.kit.icons[key]; ok {
		return im
	}
	im := image.NewNRGBA(m.Rect)
	for i, a := range m.Pix {
		im.Pix[4*i], im.Pix[4*i+1], im.Pix[4*i+2], im.Pix[4*i+3] = c.R, c.G, c.B, a
	}
	l.kit.icons[key] = im
	return im
}

// Known reports whether there is an icon of this name.
func Known(icon string) bool {
	_, err := assets.Icon(icon)
	return err == nil
}

// mask is an icon's shape, decoded once.
func (k *kit) mask(name string) *image.Alpha {
	if m, ok := k.masks[name]; ok {
		return m
	}
	b, err := assets.Icon(name)
	if err != nil {
		return k.mask("question")
	}
	src, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		panic(err) // the file is inside the program, and a test decodes each
	}
	m := image.NewAlpha(src.Bounds())
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			m.SetAlpha(x, y, color.Alpha{A: color.GrayModel.Convert(src.At(x, y)).(color.Gray).Y})
		}
	}
	k.masks[name] = m
	return m
}

// halve makes a mask half the size, four pixels to one.
func halve(m *image.Alpha) *image.Alpha {
	n := image.NewAlpha(image.Rect(0, 0, m.Rect.Dx()/2, m.Rect.Dy()/2))
	for y := range n.Rect.Dy() {
		for x := range n.Rect.Dx() {
			i := m.PixOffset(2*x, 2*y)
			sum := int(m.Pix[i]) + int(m.Pix[i+1]) + int(m.Pix[i+m.Stride]) + int(m.Pix[i+m.Stride+1])
			n.Pix[n.PixOffset(x, y)] = uint8((sum + 2) / 4)
		}
	}
	return n
}
